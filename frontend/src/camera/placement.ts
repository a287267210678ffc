/** Where the phone stands beside the body, seen from above: from the specification's camera entry. Pure. */

import type { BlockSheet } from "../player/model";

/** The body's middle, and how far from it the phone is drawn; not to scale. */
export const SIZE = 240;
const MIDDLE = SIZE / 2;
const AWAY = 94;
/** The mat is longer than wide: at its ends the phone is so much further away. */
const LONGER = 36;
export const MAT = { left: 80, right: 160, top: 30, bottom: 210 } as const;
const ROOM = 34;
const LABEL_BELOW = 40;

export interface Plan {
  /** Middle of the phone, and how it is turned to face the body, in degrees. */
  readonly phone: { readonly x: number; readonly y: number; readonly turn: number };
  /** Under the phone, for how far it is away. */
  readonly label: { readonly x: number; readonly y: number };
  /** The part of the picture in which something is. */
  readonly box: string;
  /** `up`: the body is seen from above its head. `left` and `right`: it lies on a side and faces there. */
  readonly body: "back" | "up" | "left" | "right";
}

/** Return the plan for a block: head, or the back of a body that is upright, at the top; undefined where none is measured. */
export function planOf({ camera, working_side, symmetric }: BlockSheet): Plan | undefined {
  // A sheet that was kept before there were plans has no azimuth.
  if (typeof camera?.azimuth !== "number") return undefined;
  const round = (camera.azimuth * Math.PI) / 180;
  // Seen from above with the head at the top and the belly up, the body's left is at the right.
  const [x, y] = [Math.sin(round), Math.cos(round)];
  const away = AWAY + LONGER * y * y;
  const phone = { x: MIDDLE + away * x, y: MIDDLE + away * y };
  // The working side is up.
  const faces = !symmetric && working_side === "right" ? "right" : "left";
  const body = { supine: "back", "side-lying": faces, standing: "up", sitting: "up" } as const;
  return { ...placed(phone, -camera.azimuth), body: body[camera.position] };
}

/** Where a body on its back is looked at from its left. */
export const ANY: Plan = { ...placed({ x: MIDDLE + AWAY, y: MIDDLE }, -90), body: "back" };

function placed({ x, y }: { x: number; y: number }, turn: number): Omit<Plan, "body"> {
  const label = { x, y: y + LABEL_BELOW };
  const [left, right] = [Math.min(MAT.left, x - ROOM), Math.max(MAT.right, x + ROOM)];
  const [top, bottom] = [Math.min(MAT.top, y - ROOM), Math.max(MAT.bottom, label.y + 8)];
  return { phone: { x, y, turn }, label, box: `${left} ${top} ${right - left} ${bottom - top}` };
}
