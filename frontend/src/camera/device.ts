/** The camera of this device: switched on by a press and by nothing else, and what may come of that. */

import type { Files, FromWorker, Sighting, ToWorker } from "./messages";

/** `on` as soon as there is a picture; `ready` once the detector has looked at one. */
export type Status = "off" | "asking" | "on" | "ready" | Refusal | "unplugged";
export type Refusal = "denied" | "none" | "busy" | "unsupported" | "failed";

/** Enough for the detector, which looks at 256 × 256 pixels of it. */
const WANTED: MediaStreamConstraints = {
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" },
  audio: false,
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Return why there is no picture, from what the browser threw. */
export const refusalOf = (error: unknown): Refusal => REFUSALS[error instanceof Error ? error.name : ""] ?? "failed";

export interface CameraWorld {
  /** undefined where the browser gives no page a camera, or not to this address. */
  readonly media: Pick<MediaDevices, "getUserMedia"> | undefined;
  readonly files: Files;
  worker(): Worker;
}

export class Camera {
  status: Status = "off";
  /** The newest sighting; what came before is forgotten. */
  sighting: Sighting | undefined;
  /** The picture, for whoever shows it. */
  stream: MediaStream | undefined;
  /** Where the pictures to look at come from; it plays out of sight, because one that leaves the page would stop. */
  private readonly video = document.createElement("video");
  private worker: Worker | undefined;
  private isBusy = true;
  private lastMs = -1;
  private readonly listeners = new Set<(packet: ArrayBuffer | undefined) => void>();

  constructor(private readonly world: CameraWorld) {
    Object.assign(this.video, { muted: true, playsInline: true, className: "visually-hidden", ariaHidden: "true" });
  }

  get isOn(): boolean {
    return this.status === "on" || this.status === "ready";
  }

  /** Call `listener` after every change, with the frame as bytes where there is a new one; returns how to end that. */
  listen(listener: (packet: ArrayBuffer | undefined) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ask the browser for the camera. Only to be called in answer to a press that says so. */
  async start(): Promise<void> {
    if (this.isOn || this.status === "asking") return;
    if (!this.world.media) return this.become("unsupported");
    this.become("asking");
    try {
      this.opened(await this.world.media.getUserMedia(WANTED));
    } catch (error) {
      this.end(refusalOf(error));
    }
  }

  stop(): void {
    this.end("off");
  }

  private opened(stream: MediaStream): void {
    if (this.status !== "asking") return stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    for (const track of stream.getVideoTracks()) track.onended = () => this.end("unplugged");
    this.video.srcObject = stream;
    document.body.append(this.video);
    void this.video.play().catch(() => undefined); // a page that is being left
    this.load();
    this.become("on");
    this.nextPicture();
  }

  private load(): void {
    this.worker = this.world.worker();
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.told(data);
    this.worker.onerror = () => this.end("failed");
    this.tell({ kind: "load", files: this.world.files });
  }

  private tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }

  private told(message: FromWorker): void {
    if (message.kind === "failed") return this.end("failed");
    this.isBusy = false;
    if (message.kind === "loaded") return;
    this.sighting = message.sighting;
    this.status = "ready";
    this.announce(message.packet);
  }

  /** Look at each new picture, unless the one before is still being looked at: the newest wins, and none waits. */
  private nextPicture(): void {
    const { video } = this;
    if (!this.isOn) return;
    const look = (captureMs: number): void => void this.look(captureMs).finally(() => this.nextPicture());
    // Older Firefox does not tell of pictures: there each of the page's own is looked at.
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback((now, { captureTime }) => look(captureTime ?? now));
    else requestAnimationFrame(look);
  }

  private async look(captureMs: number): Promise<void> {
    if (this.isBusy || !this.isOn || captureMs <= this.lastMs) return;
    this.isBusy = true;
    this.lastMs = captureMs;
    const bitmap = await createImageBitmap(this.video).catch(() => undefined); // between two pictures there may be none
    if (bitmap && this.isOn) this.tell({ kind: "picture", bitmap, captureMs }, [bitmap]);
    else this.isBusy = false;
  }

  private end(status: Status): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.worker?.terminate();
    [this.stream, this.worker, this.sighting, this.isBusy] = [undefined, undefined, undefined, true];
    this.video.srcObject = null;
    this.video.remove();
    this.become(status);
  }

  private become(status: Status): void {
    this.status = status;
    this.announce(undefined);
  }

  private announce(packet: ArrayBuffer | undefined): void {
    for (const listener of this.listeners) listener(packet);
  }
}
