/** The picture: body, mat and furniture, drawn by three.js. Knows poses and views, no time and no session. */

import {
  Bone,
  BufferAttribute,
  BufferGeometry,
  FramebufferTexture,
  Mesh,
  OrthographicCamera,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  Skeleton,
  SkinnedMesh,
  Vector3,
  WebGLRenderer,
  WebGLRenderTarget,
  type Material,
  type Matrix4,
  type ShaderMaterial,
} from "three";
import type { Body } from "./body";
import { distance, forSide, keyPoses, type Clip, type Pose } from "./clip";
import type { FigureData } from "./data";
import { aim, axesOf, framed, presetAngles, turned, type View } from "./framing";
import { Furniture } from "./furniture";
import { item, Rig } from "./kinematics";
import type { Look, Preset, Shown, Size } from "./messages";
import { casterMaterial, fadeMaterial, shadowMaterial, skinMaterial, uniforms } from "./paint";
import { normalsOf, Surface } from "./regions";

/** How far the chest rises with a full breath, in metres: a little more than it does, so that it is seen. */
const BREATH = 0.012;
const NIGHT_MOOD = 0.88;
/** The shadow is caught on a square of so many metres, in so many pixels. */
const SHADOW_METRES = 2.6;
const SHADOW_PIXELS = 256;
/** Every so many vertices are looked at to find the view. */
const SAMPLE = 7;

interface Loaded {
  readonly clip: Clip;
  readonly shown: Shown;
  readonly points: readonly Vector3[];
  readonly start: Pose;
}

export class Picture {
  private readonly rig: Rig;
  private readonly surface: Surface;
  private readonly shared = uniforms();
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera();
  private readonly casters = new Scene();
  private readonly above = new OrthographicCamera();
  private readonly shadow = new WebGLRenderTarget(SHADOW_PIXELS, SHADOW_PIXELS, { depthBuffer: false });
  private readonly bones: Bone[];
  private readonly geometry: BufferGeometry;
  private readonly floor: Mesh;
  private readonly over = new Scene();
  private veil: Mesh<PlaneGeometry, ShaderMaterial> | undefined;
  private furniture: Furniture | undefined;
  private loaded: Loaded | undefined;
  private view: View | undefined;
  private shadowEvery = 1;
  private drawn = 0;
  private size: Size = { width: 1, height: 1, ratio: 1 };
  private look: Look = { isNight: false, isReduced: false, isTinted: true };

  constructor(
    private readonly renderer: WebGLRenderer,
    private readonly data: FigureData,
    body: Body,
  ) {
    this.rig = new Rig(data, body);
    this.surface = new Surface(this.rig);
    this.geometry = geometryOf(body, data, this.surface.chest());
    this.bones = data.bones.map(() => {
      const bone = new Bone();
      bone.matrixWorldAutoUpdate = false;
      bone.matrixAutoUpdate = false;
      return bone;
    });
    const skeleton = new Skeleton(this.bones, this.rig.inverses as Matrix4[]);
    this.scene.add(skinned(this.geometry, skinMaterial(this.shared), skeleton));
    this.casters.add(skinned(this.geometry, casterMaterial(this.shared), skeleton));
    this.floor = new Mesh(new PlaneGeometry(SHADOW_METRES, SHADOW_METRES), shadowMaterial(this.shadow.texture));
    this.floor.position.z = 0.001;
    this.scene.add(this.floor);
    const half = SHADOW_METRES / 2;
    Object.assign(this.above, { left: -half, right: half, top: half, bottom: -half, near: 0.1, far: 6 });
    this.above.position.set(0, 0, 4);
    this.above.updateProjectionMatrix();
    renderer.autoClear = false;
    renderer.setClearColor(0x000000, 0);
  }

  resize(size: Size): void {
    this.size = size;
    this.renderer.setPixelRatio(size.ratio);
    this.renderer.setSize(size.width, size.height, false);
    this.dropVeil();
    if (this.view && this.loaded) this.frame(this.view.azimuth, this.view.elevation);
  }

  setLook(look: Look): void {
    this.look = look;
    this.shared.mood.value = look.isNight ? NIGHT_MOOD : 1;
    this.shared.tinted.value = look.isTinted ? 1 : 0;
    this.furnish();
  }

  /** Draw the shadow anew with every so many pictures; 0 for none. */
  castEvery(pictures: number): void {
    this.shadowEvery = pictures;
    this.floor.visible = pictures > 0;
  }

  /** Take another clip or side, and look at it from where the specification says. */
  load(clip: Clip, shown: Shown): void {
    const poses = keyPoses(clip).map((pose) => forSide(this.data, pose, shown.side));
    const apart = poses.filter((pose, index) => poses.findIndex((other) => distance(pose, other) < 0.01) === index);
    const sampled = Array.from({ length: this.rig.body.points.length / 3 / SAMPLE }, (_, index) => index * SAMPLE);
    const points = apart.flatMap((pose) => this.rig.skin(this.rig.forward(pose), sampled));
    this.loaded = { clip, shown, points, start: item(poses, 0) };
    const tint = this.geometry.getAttribute("tint") as BufferAttribute;
    tint.array.set(this.surface.tint(shown));
    tint.needsUpdate = true;
    this.furnish();
    this.setPreset("best");
  }

  setPreset(preset: Preset): void {
    if (this.loaded) this.frame(...presetAngles(preset, this.loaded.clip, this.loaded.shown.side));
  }

  turn(azimuth: number, elevation: number, zoom: number): void {
    if (this.view) this.view = turned(this.view, azimuth, elevation, zoom);
  }

  private frame(azimuth: number, elevation: number): void {
    if (this.loaded) this.view = framed(this.loaded.points, azimuth, elevation, this.size.width / this.size.height);
  }

  private furnish(): void {
    if (!this.loaded) return;
    if (this.furniture) this.scene.remove(this.furniture.group);
    this.furniture?.dispose();
    const { clip, shown, start } = this.loaded;
    const world = this.rig.forward(start);
    const head = this.rig.bone("head");
    const all = Array.from({ length: this.rig.body.points.length / 3 }, (_, vertex) => vertex);
    const skull = this.rig.skin(world, all.filter((vertex) => this.rig.body.bones[vertex * 4] === head));
    const places = {
      front: Math.min(...this.rig.skin(world, all).map((point) => point.y)),
      head: skull.reduce((sum, point) => sum.add(point), new Vector3()).divideScalar(Math.max(1, skull.length)),
      knees: this.knees(world),
    };
    this.furniture = new Furniture(this.data, this.shared, this.look.isNight, clip.props, shown.side, places);
    this.scene.add(this.furniture.group);
  }

  private knees(world: readonly Matrix4[]): Vector3 {
    const [left, right] = ["left.shank", "right.shank"].map((bone) => new Vector3().setFromMatrixPosition(item(world, this.rig.bone(bone))));
    return left && right ? left.add(right).divideScalar(2) : new Vector3();
  }

  /** Draw one picture; `breath` is from 0 (out) to 1 (in), `veil` how much of the kept picture lies over it. */
  draw(pose: Pose, breath: number, veil: number): void {
    if (!this.view) return;
    const world = this.bones.map((bone) => bone.matrixWorld);
    this.rig.place(pose, world);
    this.furniture?.follow(this.knees(world));
    this.shared.breath.value = BREATH * breath;
    aim(this.camera, this.view, this.size.width / this.size.height);
    const [, , back] = axesOf(this.view.azimuth, this.view.elevation);
    (this.shared.eye.value as Vector3).copy(back);
    (this.shared.light.value as Vector3).set(this.view.azimuth > 0 ? 0.35 : -0.35, -0.45, 0.82).normalize();
    if (this.shadowEvery > 0 && this.drawn++ % this.shadowEvery === 0) this.cast();
    this.renderer.clear();
    this.renderer.render(this.scene, this.camera);
    if (this.veil && veil > 0) {
      const share = this.veil.material.uniforms["share"];
      if (share) share.value = veil;
      this.renderer.render(this.over, this.camera);
    }
  }

  private cast(): void {
    this.renderer.setRenderTarget(this.shadow);
    this.renderer.clear();
    this.renderer.render(this.casters, this.above);
    this.renderer.setRenderTarget(null);
  }

  /** Keep the picture that was drawn in this same turn of the worker, for a fade. */
  keep(): void {
    if (!this.veil) this.veil = this.makeVeil();
    const map = this.veil.material.uniforms["map"];
    if (map) this.renderer.copyFramebufferToTexture(map.value as FramebufferTexture);
  }

  private makeVeil(): Mesh<PlaneGeometry, ShaderMaterial> {
    const { width, height, ratio } = this.size;
    const map = new FramebufferTexture(Math.floor(width * ratio), Math.floor(height * ratio));
    const veil = new Mesh(new PlaneGeometry(2, 2), fadeMaterial(map));
    veil.frustumCulled = false;
    this.over.add(veil);
    return veil;
  }

  private dropVeil(): void {
    if (!this.veil) return;
    this.over.remove(this.veil);
    (this.veil.material.uniforms["map"]?.value as FramebufferTexture).dispose();
    this.veil.material.dispose();
    this.veil = undefined;
  }
}

function skinned(geometry: BufferGeometry, material: Material, skeleton: Skeleton): SkinnedMesh {
  const mesh = new SkinnedMesh(geometry, material);
  mesh.bind(skeleton, mesh.matrixWorld);
  mesh.frustumCulled = false;
  return mesh;
}

function geometryOf(body: Body, data: FigureData, chest: Float32Array): BufferGeometry {
  const count = body.points.length / 3;
  const geometry = new BufferGeometry();
  const put = (name: string, array: Float32Array | Uint8Array, size: number, normalized = false): unknown =>
    geometry.setAttribute(name, new BufferAttribute(array, size, normalized));
  put("position", body.points, 3);
  put("normal", normalsOf(body.points, body.triangles), 3);
  put("skinIndex", body.bones, 4);
  put("skinWeight", body.weights, 4, true);
  put("paint", paintOf(body, data, count), 3, true);
  put("tint", new Float32Array(count), 1);
  put("chest", chest, 1);
  geometry.setIndex(new BufferAttribute(body.triangles, 1));
  return geometry;
}

function paintOf(body: Body, data: FigureData, count: number): Uint8Array {
  const out = new Uint8Array(count * 3);
  for (const { material, first, count: triangles } of body.groups) {
    const colour = data.colours[material] ?? [200, 200, 200];
    for (const vertex of body.triangles.subarray(first * 3, (first + triangles) * 3)) out.set(colour, vertex * 3);
  }
  return out;
}
