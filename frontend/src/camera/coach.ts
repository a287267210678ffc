/** The camera in a session: what it is to watch goes out, what was found comes in. All of it can be switched off. */

import type { Session } from "../player/runtime";
import type { Camera, CameraWorld } from "./device";
import { FILES, makeWorker } from "./files";
import { measuring } from "./guide";
import { Link, type LinkWorld } from "./link";

/** Short breaks of the line are not spoken of, in milliseconds: our choice. */
const PATIENCE_MS = 1500;
/** A camera that shows nothing new for so long is lost, in milliseconds: our choice. */
const SILENT_MS = 4000;

export const WORLD: CameraWorld = { media: navigator.mediaDevices, files: FILES, worker: makeWorker };

/** Return the line to the server that this page came from. */
export function openLine(told: Pick<LinkWorld, "found" | "changed">): Link {
  const address = new URL("/live", location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return new Link({
    open: () => new WebSocket(address),
    now: () => performance.now(),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    ...told,
  });
}

/** Let a camera that is on lead a session; returns how to end that, which leaves the camera as it is. */
export function coach(session: Session, camera: Camera): () => void {
  const link = openLine({ found: (finding) => session.do({ type: "finding", finding }), changed: () => check() });
  let downSince: number | undefined = performance.now();
  let seenAt = performance.now();
  const check = (): void => {
    const now = performance.now();
    downSince = link.isUp ? undefined : (downSince ?? now);
    session.do({ type: "camera", link: state(now) });
    link.watch(measuring(session));
  };
  const state = (now: number): "on" | "off" | "lost" => {
    if (camera.status === "off") return "off";
    const isShort = downSince === undefined || now - downSince < PATIENCE_MS;
    const isSeeing = camera.isOn && now - seenAt < SILENT_MS;
    // It has not begun to lead before both have once been there.
    if (isShort && isSeeing) return link.isUp && camera.status === "ready" ? "on" : session.state.seen.link;
    return session.state.seen.link === "off" ? "off" : "lost";
  };
  const untie = [
    camera.listen((packet) => {
      if (!packet) return check();
      seenAt = performance.now();
      link.frame(packet);
    }),
    session.listen(() => link.watch(measuring(session))),
  ];
  const timer = setInterval(check, 250);
  return () => {
    clearInterval(timer);
    untie.forEach((end) => end());
    link.close();
    session.do({ type: "camera", link: "off" });
  };
}
