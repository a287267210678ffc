/** Shaders: the light of the contact sheet, the tint, the soft shadow on the mat, and the fade between two pictures. */

import {
  CustomBlending,
  DoubleSide,
  MaxEquation,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
  Vector3,
  type Texture,
} from "three";

/** The tint: a violet that neither skin, shirt nor shorts have, with fine lines so that it is not colour alone. */
const TINT = "vec3(0.68, 0.52, 0.97)";

const LIGHT = /* glsl */ `
  uniform vec3 light;
  uniform float mood;
  uniform vec3 eye;
  vec3 lit(vec3 base, vec3 facing) {
    vec3 n = normalize(facing);
    if (dot(n, eye) < 0.0) n = -n;
    float sky = 0.5 + 0.5 * n.z;
    float strength = 0.5 + 0.16 * sky + 0.46 * max(dot(n, light), 0.0);
    float edge = 1.0 - dot(n, eye);
    return base * mood * strength * (1.0 - 0.26 * edge * edge * edge);
  }
`;

const SKINNED = /* glsl */ `
  #include <skinning_pars_vertex>
  attribute float chest;
  uniform float breath;
  vec3 skinned(out vec3 facing) {
    vec3 objectNormal = normal;
    vec3 transformed = position + normal * chest * breath;
    #include <skinbase_vertex>
    #include <skinnormal_vertex>
    #include <skinning_vertex>
    facing = objectNormal;
    return transformed;
  }
`;

export type Uniforms = Readonly<Record<"light" | "mood" | "eye" | "breath" | "tinted", { value: unknown }>>;

/** Return the values that all materials share. */
export const uniforms = (): Uniforms => ({
  light: { value: new Vector3(-0.35, -0.45, 0.82).normalize() },
  mood: { value: 1 },
  eye: { value: new Vector3(0, -1, 0) },
  breath: { value: 0 },
  tinted: { value: 0 },
});

export const skinMaterial = (shared: Uniforms): ShaderMaterial =>
  new ShaderMaterial({
    uniforms: shared,
    side: DoubleSide,
    vertexShader: /* glsl */ `
      ${SKINNED}
      attribute vec3 paint;
      attribute float tint;
      varying vec3 vFacing;
      varying vec3 vPaint;
      varying float vTint;
      void main() {
        vec3 facing;
        vec3 at = skinned(facing);
        vFacing = facing;
        vPaint = paint;
        vTint = tint;
        gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.0);
      }`,
    fragmentShader: /* glsl */ `
      ${LIGHT}
      uniform float tinted;
      varying vec3 vFacing;
      varying vec3 vPaint;
      varying float vTint;
      void main() {
        float lines = step(0.62, fract((gl_FragCoord.x + gl_FragCoord.y) / 7.0));
        float amount = tinted * vTint * (0.62 + 0.3 * lines * step(0.4, vTint));
        gl_FragColor = vec4(lit(mix(vPaint, ${TINT}, amount), vFacing), 1.0);
      }`,
  });

export const solidMaterial = (shared: Uniforms, colour: Vector3): ShaderMaterial =>
  new ShaderMaterial({
    uniforms: { ...shared, colour: { value: colour } },
    side: DoubleSide,
    vertexShader: /* glsl */ `
      varying vec3 vFacing;
      void main() {
        vFacing = mat3(modelMatrix) * normal;
        gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
      }`,
    fragmentShader: /* glsl */ `
      ${LIGHT}
      uniform vec3 colour;
      varying vec3 vFacing;
      void main() { gl_FragColor = vec4(lit(colour, vFacing), 1.0); }`,
  });

/** How dark the floor is under each part of the body: darkest where it touches. Seen from above, the darkest wins. */
export const casterMaterial = (shared: Uniforms): ShaderMaterial =>
  new ShaderMaterial({
    uniforms: shared,
    side: DoubleSide,
    depthTest: false,
    depthWrite: false,
    blending: CustomBlending,
    blendEquation: MaxEquation,
    vertexShader: /* glsl */ `
      ${SKINNED}
      varying float vHigh;
      void main() {
        vec3 facing;
        vec3 at = skinned(facing);
        vHigh = at.z;
        gl_Position = projectionMatrix * viewMatrix * vec4(at.xy + 0.1 * at.z, at.z, 1.0);
      }`,
    fragmentShader: /* glsl */ `
      varying float vHigh;
      void main() { gl_FragColor = vec4(exp(-4.5 * max(vHigh, 0.0))); }`,
  });

export const shadowMaterial = (map: Texture): ShaderMaterial =>
  new ShaderMaterial({
    uniforms: { map: { value: map } },
    transparent: true,
    depthWrite: false,
    vertexShader: /* glsl */ `
      varying vec2 vAt;
      void main() {
        vAt = uv;
        gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
      }`,
    fragmentShader: /* glsl */ `
      uniform sampler2D map;
      varying vec2 vAt;
      void main() {
        float dark = 0.0;
        for (int x = -1; x <= 1; x++) for (int y = -1; y <= 1; y++) dark += texture2D(map, vAt + 0.007 * vec2(x, y)).r;
        gl_FragColor = vec4(0.05, 0.07, 0.08, 0.42 * dark / 9.0);
      }`,
  });

/** The picture before, drawn over the one that comes; `share` runs from 1 to 0. */
export const fadeMaterial = (map: Texture): ShaderMaterial =>
  new ShaderMaterial({
    uniforms: { map: { value: map }, share: { value: 0 } },
    transparent: true,
    depthTest: false,
    depthWrite: false,
    blending: CustomBlending,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
    vertexShader: /* glsl */ `
      varying vec2 vAt;
      void main() {
        vAt = uv;
        gl_Position = vec4(position.xy, 0.0, 1.0);
      }`,
    fragmentShader: /* glsl */ `
      uniform sampler2D map;
      uniform float share;
      varying vec2 vAt;
      void main() { gl_FragColor = texture2D(map, vAt) * share; }`,
  });
