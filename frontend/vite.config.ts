import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The oldest browsers that the product is for; `check/oldest.mjs` holds what may be called in them. */
const OLDEST = ["safari15.4", "chrome109", "firefox115"];

/** What only the camera needs lies in a folder of its own: it is large, and kept only where the camera is used. */
const CAMERA = /^(pose|vision_wasm)/;
const placeOf = (name: string): string => (CAMERA.test(name) ? "assets/camera" : "assets");

/** The style sheets of single pages, which their templates link. */
const SHEETS = readdirSync(here("src/styles/pages")).map((name) => [`page-${name.replace(".css", "")}`, here(`src/styles/pages/${name}`)]);

// The server finds the hashed names of the entries in manifest.json. Nothing is inlined: the pages' content security
// policy allows neither inline scripts and styles nor data addresses.
export default defineConfig({
  base: "/static/app/",
  plugins: [svelte()],
  // Made by tools/pose_models.py before this build.
  resolve: { alias: { "pose-models": here("node_modules/.ilium-pose") } },
  assetsInclude: ["**/*.task"],
  build: {
    outDir: here("../src/ilium/web/static/app"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: OLDEST,
    rolldownOptions: {
      input: {
        player: here("src/player/main.ts"),
        pages: here("src/pages/main.ts"),
        camera: here("src/camera/main.ts"),
        // Classic scripts of their own: they must import nothing that a page's script imports too.
        worker: here("src/worker/main.ts"),
        begun: here("src/begun/main.ts"),
        ...Object.fromEntries(SHEETS),
      },
      output: {
        assetFileNames: ({ names }) => `${placeOf(names[0] ?? "")}/[name]-[hash][extname]`,
        // What every page loads to send what waits: one request, whoever else uses a part of it.
        codeSplitting: { groups: [{ name: "sending", test: /src.player.(api|offline|outbox|pain|standing|storage|uuid|words)\.ts$/ }] },
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: ({ name }) => `${placeOf(name)}/[name]-[hash].js` } },
  },
  test: {
    include: ["src/**/*.test.ts", "check/**/*.test.ts"],
    environment: "node",
    // Random walks take seconds, and many times that on a machine that does other things as well.
    testTimeout: 60_000,
  },
});
