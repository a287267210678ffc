/** The figure's own thread: loads body and clips, and draws. Whatever is slow or fails here delays no session. */

import { WebGLRenderer } from "three";
import { FIGURE } from "../generated/figure";
import { BODY, clipAddress } from "./assets";
import { decodeBody, Unusable } from "./body";
import { between, decodeClip, distance, forSide, isLying, poseAt, type Clip, type Pose } from "./clip";
import type { FromWorker, Look, Size, ToWorker } from "./messages";
import { Pace } from "./pace";
import { Picture } from "./scene";

type Show = Extract<ToWorker, { type: "show" }>;

/** A moment that comes with a tick of the session is reached by the next one; a leap takes longer, in milliseconds. */
const LAG_MS = 120;
const LEAP_MS = 700;
/** A difference of an angle that no movement makes between two ticks, in radians. */
const LEAP = 0.4;
const FADE_MS = 450;
/** A clip that did not arrive is asked for again after so long. */
const AGAIN_MS = 10_000;
/** One quiet breath, where nothing paces it. */
const BREATH_MS = 4600;
/** How softly the chest follows. */
const SOFT_MS = 250;

class Theatre {
  private readonly clips = new Map<string, Promise<Clip>>();
  private picture: Picture | undefined;
  private wanted: Show | undefined;
  private key = "";
  private pose: Pose | undefined;
  private from: Pose | undefined;
  private target: Pose | undefined;
  private setOff = 0;
  private lag = LAG_MS;
  private fadeFrom = Number.NEGATIVE_INFINITY;
  /** The number of the running loop; 0 while nothing is drawn. */
  private loop = 0;
  private loops = 0;
  private isDirty = true;
  private breath = 0;
  private breathed = 0;
  private lastDrawn = 0;
  private readonly pace: Pace;

  constructor(
    private readonly canvas: OffscreenCanvas,
    private size: Size,
    private look: Look,
  ) {
    this.pace = new Pace((level) => this.applyQuality(level), (fps, level) => tell({ type: "pace", fps, level }));
  }

  async open(): Promise<void> {
    const isSoft = isSoftware();
    const renderer = new WebGLRenderer({ canvas: this.canvas, alpha: true, antialias: !isSoft });
    this.canvas.addEventListener("webglcontextlost", () => fail("the graphics were lost"));
    const body = decodeBody(await (await load(BODY)).arrayBuffer(), FIGURE.bones.map((bone) => bone.name));
    this.picture = new Picture(renderer, FIGURE, body);
    this.picture.setLook(this.look);
    this.pace.start(isSoft ? 1 : 0);
    if (this.wanted) await this.show(this.wanted);
  }

  private applyQuality(level: number): void {
    const { ratio, shadowEvery } = this.pace.quality;
    this.picture?.castEvery(shadowEvery);
    this.picture?.resize({ ...this.size, ratio: Math.min(this.size.ratio, ratio) });
    this.isDirty = true;
    tell({ type: "pace", fps: 0, level });
  }

  resize(size: Size): void {
    this.size = size;
    if (this.picture) this.applyQuality(this.pace.level);
    this.wake();
  }

  setLook(look: Look): void {
    this.look = look;
    this.picture?.setLook(look);
    this.isDirty = true;
    this.wake();
  }

  change(work: (picture: Picture) => void): void {
    if (this.picture) work(this.picture);
    this.isDirty = true;
    this.wake();
  }

  rest(): void {
    this.loop = 0;
    this.pace.pause();
  }

  async show(show: Show): Promise<void> {
    this.wanted = show;
    if (!this.picture) return;
    const key = `${show.exercise}.${show.variant}`;
    const clip = await this.clip(key, show).catch((error: unknown) => this.miss(key, show, error));
    if (!clip || this.wanted !== show || !this.picture) return;
    try {
      this.aim(this.picture, clip, show, `${key}.${show.side}`);
      this.wake();
    } catch (error) {
      this.miss(key, show, error);
    }
  }

  private clip(key: string, { exercise, variant }: Show): Promise<Clip> {
    const known = this.clips.get(key);
    if (known) return known;
    const address = clipAddress(exercise, variant);
    const loading = address
      ? load(address)
          .then((response) => response.text())
          .then((text) => decodeClip(text, FIGURE))
      : Promise.reject(new Unusable("there is no clip of it"));
    this.clips.set(key, loading);
    return loading;
  }

  /** A clip that did not arrive may do so later; one that is broken stays so. */
  private miss(key: string, { variant }: Show, error: unknown): undefined {
    if (!(error instanceof Unusable)) setTimeout(() => this.clips.delete(key), AGAIN_MS);
    this.key = "";
    tell({ type: "missing", variant, why: error instanceof Error ? error.message : String(error) });
  }

  private aim(picture: Picture, clip: Clip, show: Show, key: string): void {
    const pose = forSide(FIGURE, poseAt(clip, show.phase, this.look.isReduced ? 1 : show.at), show.side);
    const isNew = key !== this.key;
    if (isNew) {
      this.fade();
      picture.load(clip, show);
      this.key = key;
      this.leapTo(pose);
      const phases = clip.phases.map(({ id, kind, seconds }) => ({ id, kind, seconds }));
      this.paint();
      tell({ type: "ready", variant: show.variant, phases, isLying: isLying(clip, FIGURE) });
    } else if (this.look.isReduced && this.target && distance(this.target, pose) > 0.02) {
      this.fade();
      this.leapTo(pose);
    } else if (!this.look.isReduced) {
      this.head(pose);
    }
  }

  /** Go to a pose from where the body is now. */
  private head(pose: Pose): void {
    const now = performance.now();
    const here = this.poseNow(now) ?? pose;
    const isLeaping = this.lag > LAG_MS && now - this.setOff < this.lag;
    if (distance(here, pose) > LEAP && !isLeaping) this.lag = LEAP_MS;
    else this.lag = isLeaping ? Math.max(LAG_MS, this.lag - (now - this.setOff)) : LAG_MS;
    this.from = here;
    this.target = pose;
    this.setOff = now;
  }

  private leapTo(pose: Pose): void {
    this.pose = this.from = this.target = pose;
    this.setOff = performance.now() - LEAP_MS;
    this.isDirty = true;
  }

  private poseNow(now: number): Pose | undefined {
    if (!this.from || !this.target) return this.pose;
    const share = Math.min(1, (now - this.setOff) / this.lag);
    return share >= 1 ? this.target : between(this.from, this.target, share);
  }

  /** Keep the picture as it is now, to fade from it. */
  private fade(): void {
    if (!this.pose || !this.picture || this.key === "") return;
    this.paint();
    this.picture.keep();
    this.fadeFrom = performance.now();
  }

  /** Return how full the chest is: it follows the pacer, or breathes by itself, and never jumps between the two. */
  private breathe(now: number): number {
    if (this.look.isReduced) return 0;
    const wanted = this.wanted?.breath ?? 0.5 - 0.5 * Math.cos((2 * Math.PI * now) / BREATH_MS);
    this.breath += (wanted - this.breath) * Math.min(1, (now - this.breathed) / SOFT_MS);
    this.breathed = now;
    return this.breath;
  }

  private paint(): void {
    const now = performance.now();
    const pose = this.poseNow(now);
    if (!pose) return;
    this.pose = pose;
    this.picture?.draw(pose, this.breathe(now), 1 - (now - this.fadeFrom) / FADE_MS);
    this.isDirty = false;
  }

  private wake(): void {
    if (this.loop > 0) return;
    this.pace.pause();
    this.frame((this.loop = ++this.loops));
  }

  private frame(loop: number): void {
    if (loop !== this.loop) return;
    nextFrame(() => this.frame(loop));
    const now = performance.now();
    const isMoving = !this.look.isReduced || now - this.fadeFrom < FADE_MS + 50;
    if ((!isMoving && !this.isDirty) || now - this.lastDrawn < this.pace.quality.wait) return;
    this.lastDrawn = now;
    this.paint();
    this.pace.drawn(now);
  }
}

async function load(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** Tell whether pictures are drawn without a graphics card; throws where there are none at all. */
function isSoftware(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) throw new Error("there is no WebGL here");
  const more = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(more ? more.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}

const nextFrame = (work: () => void): void => {
  if ("requestAnimationFrame" in self) self.requestAnimationFrame(work);
  else setTimeout(work, 33);
};

const tell = (message: FromWorker): void => self.postMessage(message);
const fail = (error: unknown): void => tell({ type: "failed", why: error instanceof Error ? error.message : String(error) });

let theatre: Theatre | undefined;

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  switch (data.type) {
    case "open":
      theatre = new Theatre(data.canvas, data, data);
      return void theatre.open().catch(fail);
    case "size":
      return theatre?.resize(data);
    case "look":
      return theatre?.setLook(data);
    case "show":
      return void theatre?.show(data).catch(fail);
    case "preset":
      return theatre?.change((picture) => picture.setPreset(data.preset));
    case "turn":
      return theatre?.change((picture) => picture.turn(data.azimuth, data.elevation, data.zoom));
    case "rest":
      return theatre?.rest();
  }
};
