/** The lines between joints that are drawn over the preview. */

import type { Landmark } from "./wire";

/** Pairs of landmark indices: shoulders, arms, trunk, legs, feet. */
const BONES: readonly (readonly [number, number])[] = [
  [11, 12], [11, 13], [13, 15], [12, 14], [14, 16],
  [11, 23], [12, 24], [23, 24],
  [23, 25], [25, 27], [24, 26], [26, 28],
  [27, 29], [29, 31], [28, 30], [30, 32],
];
const JOINTS = [...new Set(BONES.flat())];
/** Fainter than this and a joint is a guess, which is not drawn. */
const CLEAR = 0.5;

/** Draw a body on a canvas of the picture's own size; the mirror is the page's doing, never ours. */
export function draw(canvas: HTMLCanvasElement, landmarks: readonly Landmark[], width: number, height: number): void {
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const at = (index: number): readonly [number, number] | undefined => {
    const joint = landmarks[index];
    return joint && joint.visibility >= CLEAR ? [joint.x * width, joint.y * height] : undefined;
  };
  const thick = Math.max(3, width / 130);
  for (const [colour, wide] of [["#06201f", thick + 3], ["#86d6cd", thick]] as const) {
    Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: wide, lineCap: "round" });
    for (const [from, to] of BONES) line(pen, at(from), at(to));
    for (const joint of JOINTS) dot(pen, at(joint), wide);
  }
}

type Spot = readonly [number, number] | undefined;

function line(pen: CanvasRenderingContext2D, from: Spot, to: Spot): void {
  if (!from || !to) return;
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function dot(pen: CanvasRenderingContext2D, at: Spot, radius: number): void {
  if (!at) return;
  pen.beginPath();
  pen.arc(...at, radius, 0, 2 * Math.PI);
  pen.fill();
}
