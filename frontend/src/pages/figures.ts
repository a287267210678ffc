/** Puts the moving figure in place of each variant's pose in words on an exercise's page; they stay where it cannot be shown. */

import { mount } from "svelte";
import type { Side } from "../figure/messages";
import Viewer from "../figure/Viewer.svelte";

type Poses = Record<string, Record<Side, string>>;

export function showFigures(page: Document): void {
  for (const target of page.querySelectorAll<HTMLElement>("[data-figure]")) showFigure(target);
}

function showFigure(target: HTMLElement): void {
  const { exercise, variant, side } = target.dataset;
  const section = target.closest("section");
  if (!exercise || !variant || !section || (side !== "left" && side !== "right")) return;
  const lines = [...section.querySelectorAll<HTMLElement>("[data-phase]")];
  const place = placeBefore(target);
  mount(Viewer, {
    target: place,
    props: {
      exercise,
      variant,
      side,
      symmetric: "symmetric" in target.dataset,
      canChooseSide: "both" in target.dataset,
      poses: Object.fromEntries(lines.map(posesOf)) as Poses,
      told: (phase: string) => {
        target.hidden = true;
        mark(lines, phase);
      },
    },
  });
}

function placeBefore(target: HTMLElement): HTMLElement {
  const place = document.createElement("div");
  target.before(place);
  return place;
}

function posesOf(line: HTMLElement): [phase: string, poses: Record<Side, string>] {
  const { phase = "", poseLeft = "", poseRight = "" } = line.dataset;
  return [phase, { left: poseLeft, right: poseRight }];
}

/** Mark the line of the phase that the figure does now. */
function mark(lines: readonly HTMLElement[], phase: string): void {
  for (const line of lines) {
    if (line.dataset["phase"] === phase) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
}
