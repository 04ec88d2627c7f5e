import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** What must be there before anything else can run: only Node's own modules are used here. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const STAMP = join(ROOT, ".next/squelch-build.json");
const LOWEST_NODE = [20, 19];

/** Why this Node is too old, or null. */
export function nodeTooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = major > LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor >= LOWEST_NODE[1]);
  return enough
    ? null
    : `Squelch needs Node ${LOWEST_NODE.join(".")} or later; this is ${version}. See https://nodejs.org`;
}

/**
 * Whether node_modules holds what the lock file says, compared by content: times say nothing after a clone or a stash.
 * Optional packages are for other platforms as well, so their absence is fine.
 */
export function isInstalled(lock, installed, { dev }) {
  if (!installed) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === "" || wanted.optional || wanted.devOptional || (wanted.dev && !dev)) return true;
    return installed.packages[path]?.version === wanted.version;
  });
}

/** Installs exactly the lock file unless that is done. */
export function install({ dev, say }) {
  const lock = readJson(join(ROOT, "package-lock.json"));
  const done = isInstalled(lock, readJson(join(ROOT, "node_modules/.package-lock.json")), { dev });
  if (done) return;
  say("Installing dependencies (about a minute)…");
  npm(["ci", "--no-audit", "--no-fund", "--include=optional", ...(dev ? ["--include=dev"] : [])]);
}

function npm(args) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith("js") ? [process.execPath, [cli]] : ["npm", []];
  run(command, [...first, ...args], { shell: command === "npm" && process.platform === "win32" });
}

/** Builds the screens unless the build is of these very sources. */
export function build({ say }) {
  const sources = hashOf(sourceFiles());
  if (readJson(STAMP)?.sources === sources && existsSync(join(ROOT, ".next/BUILD_ID"))) return false;
  say("Building the screens (about half a minute)…");
  rmSync(STAMP, { force: true });
  // Its parts are copied in below; what an older build left there would stay.
  rmSync(join(ROOT, ".next/standalone"), { recursive: true, force: true });
  run(process.execPath, [join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  completeStandalone();
  writeFileSync(STAMP, `${JSON.stringify({ sources })}\n`);
  return true;
}

/** Next leaves these two out of its standalone folder. */
function completeStandalone() {
  const standalone = join(ROOT, ".next/standalone");
  if (!existsSync(join(standalone, "server.js"))) return;
  for (const folder of [".next/static", "public"]) {
    if (existsSync(join(ROOT, folder))) cpSync(join(ROOT, folder), join(standalone, folder), { recursive: true });
  }
}

const SOURCE_FOLDERS = ["app", "components", "db", "lib", "public"];
const SOURCE_FILES = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "next.config.mjs",
  "instrumentation.ts",
  "proxy.ts",
];

function sourceFiles() {
  const inFolders = SOURCE_FOLDERS.flatMap((folder) => filesUnder(join(ROOT, folder))).filter(isBuilt);
  return [...inFolders, ...SOURCE_FILES.map((name) => join(ROOT, name))].filter((file) => existsSync(file)).sort();
}

/** Tests and their inputs are not part of the build. */
function isBuilt(file) {
  return !/\.test\.tsx?$|[\\/](fixtures|__golden__)[\\/]/.test(file);
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function hashOf(files) {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  for (const file of files)
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** Runs a program in the open; its failure is ours. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", ...options });
  if (error) throw new Error(`${command} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${signal ?? status}`);
}
