// What the server-rendered pages gain from a script. Each of them works without it.
import "../styles/pages.css";
import { focusErrors } from "./errors";
import { forgetHere } from "./forget";
import { keepNoneApart } from "./none";
import { offerPrinting } from "./printing";
import { rememberZone } from "./zone";
import { keepPages } from "../worker/register";

/** Use a part of the script once it has come; where the server went away meanwhile, the page stays as it works without. */
function whenCome<Part>(coming: Promise<Part>, use: (part: Part) => unknown): void {
  void coming.then(use, () => undefined);
}

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
    whenCome(import("../player/deliver"), ({ deliverPending }) => deliverPending(document));
  }
}
if (document.querySelector("[data-chart]")) whenCome(import("./chart"), ({ drawCharts }) => drawCharts(document));
if (document.querySelector("[data-figure]")) whenCome(import("./figures"), ({ showFigures }) => showFigures(document));
if (document.querySelector("[data-chart-read]")) whenCome(import("./chart-read"), ({ readCharts }) => readCharts(document));
if (document.querySelector("[data-aloud]")) {
  whenCome(import("./aloud"), ({ offerAloud }) => offerAloud(document, window.speechSynthesis as SpeechSynthesis | undefined));
}
if (document.querySelector("[data-pacer]")) whenCome(import("./pacer"), ({ offerPacer }) => offerPacer(document));
