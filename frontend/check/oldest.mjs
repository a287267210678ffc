// Holds that nothing is called that the oldest browsers we are for do not have.
//
// TypeScript says which member of which interface a name is, and MDN's tables since when browsers have it. What is asked
// for before it is used stands in GUARDED. None of those browsers can be run here: this reads, it does not try.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const FRONTEND = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const TABLES = JSON.parse(readFileSync(join(FRONTEND, "node_modules/@mdn/browser-compat-data/data.json"), "utf-8"));

/** The oldest browsers; the build's target in `vite.config.ts` is the same. */
const OLDEST = {
  chrome: 109,
  chrome_android: 109,
  firefox: 115,
  firefox_android: 115,
  safari: 15.4,
  safari_ios: 15.4,
};

/** Newer than that, and asked for before it is used, or left out without harm; each with what happens then. */
export const GUARDED = {
  "HTMLVideoElement.requestVideoFrameCallback": "Firefox before 132: each picture of the page is looked at",
  OffscreenCanvas: "Safari before 16.4: stills instead of the figure; the camera says that it failed",
  "OffscreenCanvas.getContext": "as OffscreenCanvas",
  "OffscreenCanvasRenderingContext2D.drawImage": "as OffscreenCanvas",
  "OffscreenCanvasRenderingContext2D.getImageData": "as OffscreenCanvas",
  "HTMLCanvasElement.transferControlToOffscreen": "as OffscreenCanvas",
  "Navigator.wakeLock": "Safari before 16.4, Firefox before 126: the screen goes dark as the device was told",
  "WakeLock.request": "as Navigator.wakeLock",
  WakeLockSentinel: "as Navigator.wakeLock",
  "WakeLockSentinel.release": "as Navigator.wakeLock",
  "WakeLockSentinel.released": "as Navigator.wakeLock",
};

const isOurs = (name) => /\.(ts|svelte)$/.test(name) && !/\.(test|d)\.ts$/.test(name) && !name.includes("testing/");

function files() {
  const all = readdirSync(join(FRONTEND, "src"), { recursive: true }).map((name) => join(FRONTEND, "src", name));
  return all.filter(isOurs);
}

/** A component is read under a name of its own that TypeScript takes for a script. */
const asScript = (path) => (path.endsWith(".svelte") ? `${path}.script.ts` : path);
const asFile = (path) => path.replace(/\.script\.ts$/, "");

/** Return a component's script on its own lines. */
function scriptOf(text) {
  const found = /<script[^>]*>([\s\S]*?)<\/script>/.exec(text);
  if (!found) return "export {};";
  return text.slice(0, found.index).replace(/[^\n]/g, "") + found[1];
}

function program(paths) {
  const config = ts.readConfigFile(join(FRONTEND, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, FRONTEND);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (path) => fileExists(asFile(path));
  host.readFile = (path) => (path === asFile(path) ? readFile(path) : scriptOf(readFile(asFile(path))));
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...more) =>
    path === asFile(path) ? read(path, ...more) : ts.createSourceFile(path, host.readFile(path), ts.ScriptTarget.ESNext, true);
  return ts.createProgram([...paths, join(FRONTEND, "src/oldest.d.ts")].map(asScript), options, host);
}

const isLibrary = (declaration) => /typescript\/lib\/lib\./.test(declaration.getSourceFile().fileName);

/** Return the interface that declares a member, and whether it is a static one. */
function ownerOf(declaration) {
  const { parent } = declaration;
  if (ts.isInterfaceDeclaration(parent)) return { owner: parent.name.text.replace(/Constructor$/, ""), isStatic: parent.name.text.endsWith("Constructor") };
  if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent)) return { owner: parent.parent.name.getText(), isStatic: true };
  return null;
}

const plain = (owner) => owner.replace(/^Readonly(Array|Map|Set)$/, "$1").replace(/EventMap$/, "");

/** Return the tables' entry for a member of one of these interfaces, or for a global. */
function entryOf(owners, name, isStatic) {
  for (const owner of owners.map(plain)) {
    const of = TABLES.api[owner] ?? TABLES.javascript.builtins[owner];
    const entry = of?.[isStatic ? `${name}_static` : name] ?? of?.[name];
    if (entry?.__compat) return [`${owner}.${name}`, entry.__compat];
  }
  return undefined;
}

function globalOf(name) {
  const entry = TABLES.api[name] ?? TABLES.javascript.builtins[name] ?? TABLES.api.Window[name];
  return entry?.__compat ? [name, entry.__compat] : undefined;
}

/** Tell whether a browser of this version has something, without a flag or another name; half of it counts. */
function has(support, version) {
  const rows = [support ?? []].flat();
  return rows.some((row) => {
    if (row.flags || row.prefix || row.alternative_name) return false;
    return numberOf(row.version_added) <= version && !(numberOf(row.version_removed) <= version);
  });
}

/** Return a version as a number; NaN, which is neither before nor after anything, where there is none yet. */
const numberOf = (version) => (typeof version === "string" ? Number.parseFloat(version.replace("≤", "")) : NaN);

const missingIn = (compat) => Object.entries(OLDEST).filter(([browser, version]) => !has(compat.support[browser], version)).map(([browser]) => browser);

function* uses(node, checker) {
  const name = ts.isPropertyAccessExpression(node) ? node.name : ts.isIdentifier(node) && ts.isExpression(node) ? node : undefined;
  const symbol = name && checker.getSymbolAtLocation(name);
  const declarations = (symbol?.declarations ?? []).filter(isLibrary);
  if (declarations.length > 0) {
    const owned = declarations.map(ownerOf).filter(Boolean);
    const receiver = ts.isPropertyAccessExpression(node) ? checker.getTypeAtLocation(node.expression).symbol?.name : undefined;
    const owners = [...(receiver ? [receiver] : []), ...owned.map(({ owner }) => owner)];
    const found = owners.length > 0 ? entryOf(owners, name.text, owned.some(({ isStatic }) => isStatic)) : globalOf(name.text);
    if (found) yield [name, ...found];
  }
  for (const child of node.getChildren()) yield* uses(child, checker);
}

/** Return what is called in these files that one of the oldest browsers does not have, and which guards were met. */
export function look(paths) {
  const made = program(paths);
  const checker = made.getTypeChecker();
  const [complaints, guarded] = [new Set(), new Set()];
  for (const path of paths) {
    const source = made.getSourceFile(asScript(path));
    for (const [node, name, compat] of uses(source, checker)) {
      const missing = missingIn(compat);
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (missing.length > 0 && name in GUARDED) guarded.add(name);
      else if (missing.length > 0) complaints.add(`${relative(FRONTEND, path)}:${line} ${name} is not in ${missing.join(", ")}`);
    }
  }
  return { complaints: [...complaints], guarded };
}

/** Look at everything, and at whether each guard is still needed. */
function check() {
  const { complaints, guarded } = look(files());
  const unused = Object.keys(GUARDED).filter((name) => !guarded.has(name));
  return [...complaints, ...unused.map((name) => `check/oldest.mjs: ${name} is guarded and not used`)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const complaints = check();
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
