import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { failuresOf, testsOf } from "./count-tests.mjs";
import { install, nodeTooOld, ROOT, run } from "./prepare.mjs";

/** What `npm test` runs: installs what the tests need, then every check, and ends with one line that sums them up. */
const TAIL_LINES = 80;
const reports = mkdtempSync(join(tmpdir(), "squelch-test-"));
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
const say = (line) => console.log(`[${(performance.now() / 1_000).toFixed(1).padStart(6)} s] ${line}`);
const tool = (path) => join(ROOT, "node_modules", path);

try {
  const reason = nodeTooOld();
  if (reason) throw new Error(reason);
  install({ dev: true, say });
  process.env.SQUELCH_CHROMIUM = await browser();
  say(`Browser: ${process.env.SQUELCH_CHROMIUM}`);
  say(alertmanager());
  say(promtool());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

/**
 * One group after the other; the stages of a group only read, and run side by side.
 * @type {Record<string, string[]>[]}
 */
const GROUPS = [
  { "route types": [tool("next/dist/bin/next"), "typegen"] },
  {
    types: [tool("typescript/bin/tsc"), "--noEmit"],
    "format and lint": [tool("@biomejs/biome/bin/biome"), "check"],
    "lint with types": [tool("oxlint/bin/oxlint"), "--config=.ci/oxlint.json", "--type-aware", "--deny-warnings"],
    "unused code": [tool("knip/bin/knip.js"), "--config", ".ci/knip.json"],
  },
  {
    "unit and database tests": [
      tool("vitest/vitest.mjs"),
      "run",
      "--config",
      "lib/vitest.config.mjs",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${vitestReport}`,
    ],
  },
  { build: [join(ROOT, "bin/start.mjs"), "--build-only"] },
  {
    "browser tests": [
      tool("@playwright/test/cli.js"),
      "test",
      "--config",
      "e2e/playwright.config.ts",
      "--reporter=list,json",
    ],
  },
];

const failedStages = [];
for (const group of GROUPS) {
  await Promise.all(Object.entries(group).map(([name, args]) => check(name, args)));
  // The build would check them once more.
  if ("types" in group && !failedStages.includes("types")) process.env.TYPES_CHECKED = "yes";
}

/** @type {(name: string, args: string[]) => Promise<void>} */
async function check(name, args) {
  const startedAt = performance.now();
  const { code, output } = await node(...args);
  say(`${code === 0 ? "ok    " : "FAILED"} ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
  if (code === 0) return;
  failedStages.push(name);
  console.log(output.trimEnd().split("\n").slice(-TAIL_LINES).join("\n"));
}

const suites = { "unit and database tests": vitestReport, "browser tests": playwrightReport };
const counts = Object.values(suites).map((file) =>
  testsOf(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null),
);
const total = (key) => counts.reduce((sum, count) => sum + count[key], 0);
const failed = failuresOf(
  failedStages,
  Object.fromEntries(Object.keys(suites).map((name, at) => [name, counts[at].failed])),
);
rmSync(reports, { recursive: true });
if (failedStages.length > 0) console.log(`Failed: ${failedStages.join(", ")}`);
console.log(
  `${total("passed")} passed, ${failed} failed${total("skipped") > 0 ? `, ${total("skipped")} skipped` : ""}`,
);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs one program of ours; what it says is shown only when it fails. */
function node(...args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        CI: "true",
        NEXT_TELEMETRY_DISABLED: "1",
        PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
        FORCE_COLOR: "0",
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => done({ code: 1, output: error.message }));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

/** A browser for the browser tests: the one named, one of the system, Playwright's own, else one that we install. */
async function browser() {
  const named = process.env.SQUELCH_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`SQUELCH_CHROMIUM names ${named}, which does not exist.`);
    return named;
  }
  const found = onPath() ?? (await playwrights());
  if (found) return found;
  say(
    mayInstall()
      ? "No browser found: installing chromium with apt-get…"
      : "No browser found: installing Playwright's Chromium…",
  );
  if (mayInstall()) aptInstall("chromium");
  else run(process.execPath, [tool("@playwright/test/cli.js"), "install", "chromium"]);
  const installed = onPath() ?? (await playwrights());
  if (!installed) throw new Error("No browser could be installed: install Chromium, or name one in SQUELCH_CHROMIUM.");
  return installed;
}

/** A real Alertmanager for the one test that needs it; without it that test is skipped by name. */
function alertmanager() {
  const name = "prometheus-alertmanager";
  if (!onPath([name]) && mayInstall()) {
    try {
      aptInstall(name);
    } catch (error) {
      return `No Alertmanager could be installed (${error instanceof Error ? error.message : String(error)}): its test is skipped`;
    }
  }
  const found = onPath([name]);
  return found ? `Alertmanager: ${found}` : `No ${name} on the path: its test is skipped`;
}

/**
 * Prometheus' checker of rule files. Its package brings a server and its screens along, so that only the one program is
 * taken out of it, and found on the path of this run alone.
 */
function promtool() {
  const name = "promtool";
  const folder = join(ROOT, "node_modules/.cache/squelch-tools");
  process.env.PATH = `${process.env.PATH}${delimiter}${join(folder, "usr/bin")}`;
  if (!onPath([name]) && mayInstall()) {
    try {
      mkdirSync(folder, { recursive: true });
      aptDownload("prometheus", folder);
      run("sh", ["-c", "dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool && rm prometheus_*.deb"], {
        cwd: folder,
      });
    } catch (error) {
      return `No promtool could be had (${error instanceof Error ? error.message : String(error)}): its test is skipped`;
    }
  }
  const found = onPath([name]);
  const terraform = onPath(["terraform"]);
  return `${found ? `promtool: ${found}` : "No promtool on the path: its test is skipped"}; ${terraform ? `terraform: ${terraform}` : "no terraform on the path: its test is skipped"}`;
}

/** Debian's packages, as root. */
function mayInstall() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

function aptInstall(name) {
  run("apt-get", ["update", "-q"]);
  run("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** The lists of packages may be there, and new enough. */
function aptDownload(name, cwd) {
  try {
    run("apt-get", ["download", "-q", name], { cwd });
  } catch {
    run("apt-get", ["update", "-q"]);
    run("apt-get", ["download", "-q", name], { cwd });
  }
}

function onPath(names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
  const files = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function playwrights() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}
