/** The one figure of the page: loaded when it is first shown, and kept while the session goes on. */

import type { Figure } from "../../figure/client";

let opened: Promise<Figure> | undefined;

/** Return the figure; rejects where it cannot be loaded, and tries again the next time. */
export function openFigure(): Promise<Figure> {
  opened ??= import("../../figure/client").then(({ Figure }) => new Figure());
  opened.catch(() => (opened = undefined));
  return opened;
}
