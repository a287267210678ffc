/** Everything of the camera that a session uses; loaded only once the person wants it there. */

import "../styles/camera.css";
import type { Session } from "../player/runtime";
import { coach, WORLD } from "./coach";
import { Camera } from "./device";
import Overlay from "./ui/Overlay.svelte";

export interface InSession {
  readonly camera: Camera;
  readonly Overlay: typeof Overlay;
  end(): void;
}

/** Return the camera of one session: off, until it is started by a press. */
export function inSession(session: Session): InSession {
  const camera = new Camera(WORLD);
  let uncoach: (() => void) | undefined;
  const unlisten = camera.listen(() => {
    if (camera.isOn) uncoach ??= coach(session, camera);
    else if (camera.status === "off") uncoach = void uncoach?.();
  });
  const end = (): void => {
    unlisten();
    uncoach?.();
    camera.stop();
  };
  return { camera, Overlay, end };
}
