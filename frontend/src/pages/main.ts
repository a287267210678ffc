// What the server-rendered pages gain from a script. Each of them works without it.
import "../styles/pages.css";
import { focusErrors } from "./errors";
import { forgetHere } from "./forget";
import { keepNoneApart } from "./none";
import { offerPrinting } from "./printing";
import { rememberZone } from "./zone";
import { keepPages } from "../worker/register";

rememberZone(document, Intl.DateTimeFormat().resolvedOptions().timeZone);
keepNoneApart(document);
offerPrinting(document, () => window.print());
focusErrors(document);

// The player sends for itself; every other page sends what a session left behind, unless everything was deleted.
if (document.querySelector("[data-forget]")) {
  void import("../player/forget").then(({ forgetEverything }) => forgetHere(document, forgetEverything));
} else {
  void keepPages();
  if (!document.getElementById("player")) {
    void import("../player/deliver").then(({ deliverPending }) => deliverPending(document));
  }
}
if (document.querySelector("[data-chart]")) void import("./chart").then(({ drawCharts }) => drawCharts(document));
if (document.querySelector("[data-figure]")) void import("./figures").then(({ showFigures }) => showFigures(document));
if (document.querySelector("[data-chart-read]")) void import("./chart-read").then(({ readCharts }) => readCharts(document));
if (document.querySelector("[data-aloud]")) {
  void import("./aloud").then(({ offerAloud }) => offerAloud(document, window.speechSynthesis as SpeechSynthesis | undefined));
}
if (document.querySelector("[data-pacer]")) void import("./pacer").then(({ offerPacer }) => offerPacer(document));
