import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The server finds the hashed names of both entries in manifest.json. Nothing is inlined: the pages' content security
// policy allows neither inline scripts and styles nor data addresses.
export default defineConfig({
  base: "/static/app/",
  plugins: [svelte()],
  build: {
    outDir: here("../src/ilium/web/static/app"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: {
      input: {
        player: here("src/player/main.ts"),
        pages: here("src/pages/main.ts"),
        // A classic script of its own: it must import nothing that a page's script imports too.
        worker: here("src/worker/main.ts"),
      },
    },
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
  },
});
