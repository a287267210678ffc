/** Finds the body in pictures, off the page's own thread. A picture is forgotten once it was looked at. */

import { PoseLandmarker, type PoseLandmarkerResult } from "@mediapipe/tasks-vision";
import type { Files, FromWorker, Sighting, ToWorker } from "./messages";
import { AT_FIRST, paced, type Pace } from "./pace";
import { encode, type Model } from "./wire";

/** Two, so that somebody else in the picture is noticed. */
const PEOPLE = 2;
/** Brightness is measured on so few pixels. */
const SMALL = { width: 32, height: 18 };

const page = self as unknown as { postMessage(message: FromWorker, transfer?: Transferable[]): void };
const small = new OffscreenCanvas(SMALL.width, SMALL.height).getContext("2d", { willReadFrequently: true });

let files: Files | undefined;
let detector: PoseLandmarker | undefined;
let pace: Pace = AT_FIRST;
let seq = 0;
let last = -1;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => void answer(data).catch((error: unknown) => fail(error));

const fail = (error: unknown): void => page.postMessage({ kind: "failed", why: String(error) });

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === "load") return load(message.files);
  try {
    await look(message.bitmap, message.captureMs);
  } finally {
    message.bitmap.close();
  }
}

async function load(from: Files): Promise<void> {
  files = from;
  detector = await PoseLandmarker.createFromOptions(
    { wasmLoaderPath: from.loader, wasmBinaryPath: from.wasm },
    { baseOptions: { modelAssetBuffer: await model(pace.model), delegate: "CPU" }, runningMode: "VIDEO", numPoses: PEOPLE },
  );
  page.postMessage({ kind: "loaded" });
}

async function model(name: Model): Promise<Uint8Array> {
  const response = await fetch(files?.models[name] ?? "");
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function look(bitmap: ImageBitmap, captureMs: number): Promise<void> {
  if (!detector) throw new Error("a picture came before the detector was loaded");
  last = Math.max(captureMs, last + 0.001); // the detector wants every picture to be later than the one before
  const before = performance.now();
  const found = detector.detectForVideo(bitmap, last);
  const inferMs = performance.now() - before;
  const sighting = { ...read(found), seq: (seq += 1), captureMs: last, inferMs, model: pace.model, ...about(bitmap) };
  const packet = encode(sighting);
  page.postMessage({ kind: "seen", sighting, packet }, [packet]);
  await keepPace(inferMs, sighting.people > 0);
}

function read(found: PoseLandmarkerResult): Pick<Sighting, "people" | "landmarks" | "world"> {
  return { people: found.landmarks.length, landmarks: found.landmarks[0] ?? [], world: found.worldLandmarks[0] ?? [] };
}

function about(bitmap: ImageBitmap): Pick<Sighting, "width" | "height" | "brightness"> {
  return { width: bitmap.width, height: bitmap.height, brightness: brightnessOf(bitmap) };
}

function brightnessOf(bitmap: ImageBitmap): number {
  if (!small) return 1; // without a canvas nothing can be said against the light
  small.drawImage(bitmap, 0, 0, SMALL.width, SMALL.height);
  const { data } = small.getImageData(0, 0, SMALL.width, SMALL.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
  return sum / (255 * SMALL.width * SMALL.height);
}

async function keepPace(ms: number, hasBody: boolean): Promise<void> {
  const before = pace.model;
  pace = paced(pace, ms, hasBody);
  if (pace.model !== before) await detector?.setOptions({ baseOptions: { modelAssetBuffer: await model(pace.model) } });
}
