import { join } from "node:path";
import { build, install, nodeTooOld, ROOT } from "./prepare.mjs";

/** What `npm start` runs on a fresh clone: install and build what is missing, then `squelch serve` in this process. */
const say = (line) => console.log(`[${(performance.now() / 1_000).toFixed(1).padStart(6)} s] ${line}`);

try {
  const reason = nodeTooOld();
  if (reason) throw new Error(reason);
  const dev = process.argv.includes("--dev");
  install({ dev, say });
  if (!dev) build({ say });
  if (process.argv.includes("--build-only")) process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

// In this process, so that signals and exit codes have one owner.
process.env.TSX_TSCONFIG_PATH ??= join(ROOT, "tsconfig.json");
await import("tsx");
process.argv.splice(2, 0, "serve");
await import("./squelch.ts");
