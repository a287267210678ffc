/** What the page and the worker that sees say to each other. Pictures go in, landmarks come out; nothing leaves here. */

import type { Frame, Model } from "./wire";

/** Where our own server keeps the detector. */
export interface Files {
  readonly loader: string;
  readonly wasm: string;
  readonly models: Readonly<Record<Model, string>>;
}

export type ToWorker =
  | { readonly kind: "load"; readonly files: Files }
  | { readonly kind: "picture"; readonly bitmap: ImageBitmap; readonly captureMs: number };

/** A frame with what only this page needs to know of its picture. */
export interface Sighting extends Frame {
  /** Mean brightness of the picture, 0 black to 1 white. */
  readonly brightness: number;
}

export type FromWorker =
  | { readonly kind: "loaded" }
  | { readonly kind: "seen"; readonly sighting: Sighting; readonly packet: ArrayBuffer }
  | { readonly kind: "failed"; readonly why: string };
