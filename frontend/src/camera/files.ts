/** Where the build has put the detector: our own copies, so that nothing is asked of anybody else. */

import loader from "@mediapipe/tasks-vision/vision_wasm_module_internal.js?url";
import wasm from "@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url";
import full from "pose-models/pose_full.task?url";
import lite from "pose-models/pose_lite.task?url";
import type { Files } from "./messages";

export const FILES: Files = { loader, wasm, models: { full, lite } };

export const makeWorker = (): Worker => new Worker(new URL("./pose.worker.ts", import.meta.url), { type: "module" });
