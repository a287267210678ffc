// What the server-rendered pages gain from a script. Each of them works without it.
import "../styles/pages.css";
import { focusErrors } from "./errors";
import { keepNoneApart } from "./none";
import { offerPrinting } from "./printing";
import { rememberZone } from "./zone";

rememberZone(document, Intl.DateTimeFormat().resolvedOptions().timeZone);
keepNoneApart(document);
offerPrinting(document, () => window.print());
focusErrors(document);

// The player sends for itself; every other page sends what a session left behind.
if (!document.getElementById("player")) void import("../player/deliver").then(({ deliverPending }) => deliverPending());
