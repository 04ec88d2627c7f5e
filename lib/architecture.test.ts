import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { codeOnly, type Import, importsOf } from "./source-text";

type Files = ReadonlyMap<string, string>;

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const MIDDLE = ["providers", "ingest", "people", "noise", "load", "silence", "export", "privacy", "auth", "contract"];
const UPPER = ["triage", "what-if", "sample", "changes", "labels"];
const inLib = (names: readonly string[]) => names.map((name) => `lib/${name}`);
const BASE = ["lib/model", "lib/time", "lib/statistics"];

/** Each layer may also import itself, and files that lie directly in lib. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "lib/model": [],
  "lib/time": ["lib/model"],
  "lib/statistics": [],
  ...Object.fromEntries(inLib(MIDDLE).map((layer) => [layer, BASE])),
  ...Object.fromEntries(inLib(UPPER).map((layer) => [layer, [...BASE, ...inLib(MIDDLE)]])),
  // Made-up histories and the judge never meet but in the evaluation: else the one would be written to suit the other.
  "lib/simulator": BASE,
  "lib/evaluation": [...BASE, "lib/simulator", "lib/ingest", "lib/noise"],
  "lib/report": [...BASE, ...inLib(MIDDLE), ...inLib(UPPER)],
  // Its own files, such as the settings, may name a zone.
  lib: ["lib/time"],
  components: ["lib"],
  db: ["lib"],
  app: ["components", "db", "lib", "docs/openapi.json"],
  bin: ["db", "lib", ".ci", "package.json", "components/export"],
  // The door without a server around it: a campaign of 600,000 requests measures each body, not the network.
  bench: ["db", "lib", "bin", "package.json", "app/_http"],
  e2e: ["db", "lib", "bin"],
  "instrumentation.ts": ["db", "lib"],
};

/** Not even tests of the one look at the other. */
const APART = ["lib/simulator/", "lib/noise/"];

/** Only the edges open a connection; everything else is given its `ctx`. */
const EDGES = [
  "app/_http/",
  "bin/",
  "bench/",
  "e2e/",
  "instrumentation.ts",
  "db/jobs/run.ts",
  "db/seed.ts",
  "db/jobs/end-leases.ts",
  "db/test-db.ts",
  // The first link is made in the terminal, before there is any request.
  "db/commands/sign-in.ts",
];

const REGISTRIES = ["lib/providers/index.ts", "lib/noise/detectors/index.ts", "lib/silence/appliers/index.ts"];
/** Drizzle wants its tables in one module. */
const BARRELS = [...REGISTRIES, "db/schema/index.ts"];

const NOT_IN_LIB = /^(next|react|react-dom|drizzle-orm|postgres|node:fs|node:process|fs|process)(\/|$)/;
const IMPURE: Record<string, RegExp> = {
  "process.env": /\bprocess\s*(\?\.|\.)\s*env\b|\benv\b[^}=]*\}\s*=\s*process\b/,
  "the clock": /\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^\s)])|\bTemporal\s*\.\s*Now\b/,
  "a random number": /\bMath\s*\.\s*random\b|\brandom(UUID|Bytes|Int)\b|\bgetRandomValues\b/,
};

const isTest = (path: string) => /\.test\.tsx?$|\/fixtures\//.test(path);
const layerOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];

/** Where an import of ours leads: a path without its ending, or null for a package. */
function target(importer: string, { from }: Import): string | null {
  if (from.startsWith("@/")) return posix.normalize(from.slice(2));
  return from.startsWith(".") ? posix.join(posix.dirname(importer), from) : null;
}

/** Everything in these files that the rules forbid. */
function violations(files: Files): string[] {
  const providersAndSuch = registered(files);
  return [...files].flatMap(([path, source]) => {
    const imports = importsOf(source);
    const found = imports.flatMap((one) => importViolations(path, one, providersAndSuch));
    return [
      ...found,
      ...nameViolations(path),
      ...(path.startsWith("lib/") && !isTest(path) ? impurities(source) : []),
    ].map((text) => `${path}: ${text}`);
  });
}

function importViolations(path: string, one: Import, registry: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const to = target(path, one);
  const layer = layerOf(path);
  if (one.from.startsWith("../..")) found.push(`${one.from}: use @/ for another folder`);
  if (to === null) {
    if (path.startsWith("lib/") && !isTest(path) && NOT_IN_LIB.test(one.from))
      found.push(`lib is pure and imports no ${one.from}`);
    if (path.startsWith("lib/") && /^(next|drizzle-orm|postgres)(\/|$)/.test(one.from) && isTest(path))
      found.push(`not even a test in lib imports ${one.from}`);
    return found;
  }
  if (layer && !allowed(path, layer, to)) found.push(`${layer} does not import ${to}`);
  if (/^db\/client(\.ts)?$/.test(to) && !one.typeOnly && !isTest(path) && !EDGES.some((edge) => path.startsWith(edge)))
    found.push("only the edges import the value of db/client");
  const [own, other] = [registry.get(path.replace(/\.ts$/, "")), registry.get(to.replace(/\.ts$/, ""))];
  if (own && own === other) found.push(`one of ${own} does not import another (${to})`);
  return found;
}

function allowed(path: string, layer: string, to: string): boolean {
  const also = MAY_IMPORT[layer] ?? [];
  if ([layer, ...also].some((folder) => folder !== "lib" && (to === folder || to.startsWith(`${folder}/`))))
    return true;
  if (also.includes("lib") && to.startsWith("lib/")) return true;
  if (APART.every((folder) => path.startsWith(folder) || to.startsWith(folder))) return false;
  // Tests compare folders of lib with each other; an application's own tests stand at an edge.
  if (isTest(path) && path.startsWith("lib/") && to.startsWith("lib/")) return true;
  return path.startsWith("lib/") && /^lib\/[^/]+$/.test(to) && !MAY_IMPORT[to];
}

/** Each file that a registry lists, with the registry's folder. */
function registered(files: Files): ReadonlyMap<string, string> {
  const entries = REGISTRIES.flatMap((registry) =>
    importsOf(files.get(registry) ?? "").flatMap((one) => {
      const to = target(registry, one);
      return to?.startsWith(`${dirname(registry)}/`) && !one.typeOnly ? [[to, dirname(registry)] as const] : [];
    }),
  );
  return new Map(entries);
}

function nameViolations(path: string): string[] {
  const name = posix.basename(path);
  const found: string[] = [];
  if (/^(utils?|types?|helpers?)\.tsx?$/.test(name)) found.push("a type or function lies with its noun");
  if (/^index\.tsx?$/.test(name) && !BARRELS.includes(path)) found.push("the only barrels are the registries");
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs)$/.test(name)) found.push("file names are kebab-case");
  return found;
}

function impurities(source: string): string[] {
  const code = codeOnly(source);
  return Object.entries(IMPURE).flatMap(([what, pattern]) =>
    pattern.test(code) ? [`lib is pure and does not read ${what}`] : [],
  );
}

function sources(): Files {
  const folders = ["app", "components", "db", "lib", "bin", "bench", "e2e"].filter((folder) =>
    existsSync(join(ROOT, folder)),
  );
  const paths = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll("\\", "/")),
  );
  if (existsSync(join(ROOT, "instrumentation.ts"))) paths.push("instrumentation.ts");
  return new Map(paths.map((path) => [path, read(path)]));
}

describe("the sources", () => {
  it("follow the rules", () => expect(violations(sources())).toEqual([]));
  it("have no folder of lib that the rules do not know", () => {
    const folders = readdirSync(join(ROOT, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => `lib/${name}`).filter((folder) => !MAY_IMPORT[folder])).toEqual([]);
  });
});

describe("the rules notice", () => {
  const registry: [string, string] = ["lib/providers/index.ts", 'import { a } from "./a";\nimport { b } from "./b";'];

  it.each([
    ["lib/model/a.ts", 'import { b } from "@/lib/time/b";'],
    ["lib/noise/a.ts", 'import { b } from "@/lib/load/b";'],
    ["lib/noise/a.ts", 'import type { B } from "@/lib/what-if/b";'],
    ["lib/noise/a.ts", 'import { simulate } from "@/lib/simulator/simulate";'],
    ["lib/simulator/a.ts", 'import { scheduled } from "@/lib/noise/detectors/scheduled";'],
    ["lib/simulator/a.ts", 'import { signatureOf } from "@/lib/ingest/signature-of";'],
    ["lib/noise/a.test.ts", 'import { simulate } from "@/lib/simulator/simulate";'],
    ["lib/simulator/a.test.ts", 'import { judge } from "@/lib/noise/judge";'],
    ["lib/report/a.ts", 'import { worldOf } from "@/lib/evaluation/world";'],
    ["lib/noise/a.ts", 'type B = import("@/db/ctx").Ctx;'],
    ["lib/noise/detectors/a.ts", 'import { b } from "../../load/b";'],
    ["lib/noise/a.test.ts", 'import { b } from "@/db/b";'],
    ["lib/noise/a.ts", 'import { readFile } from "node:fs/promises";'],
    ["lib/noise/a.ts", 'import { cache } from "react";'],
    ["lib/errors.ts", 'import { b } from "./model/b";'],
    ["lib/providers/a.ts", 'import { b } from "./b";'],
    ["components/panels/a.tsx", 'import type { Row } from "@/db/queries/row";'],
    ["components/panels/a.tsx", 'const a = await import("@/db/queries/row");'],
    ["components/panels/a.tsx", 'import { a } from "@/app/a";'],
    ["db/queries/a.ts", 'import { a } from "@/components/ui/a";'],
    ["db/queries/a.ts", 'import { db } from "@/db/client";'],
    ["db/queries/a.ts", 'import { type Client, openClient } from "../client";'],
    ["app/api/a/route.ts", 'import { db } from "@/db/client";'],
    ["lib/noise/a.ts", "const now = Date.now();"],
    ["lib/noise/a.ts", "const now = new Date();"],
    ["lib/noise/a.ts", "const now = new Date ;"],
    ["lib/noise/a.ts", "const seed = Math.random();"],
    ["lib/noise/a.ts", "const { env } = process;"],
    ["lib/noise/a.ts", "const zone = process.env.TZ;"],
    ["lib/noise/utils.ts", ""],
    ["lib/noise/index.ts", ""],
    ["lib/noise/selfHealed.ts", ""],
  ])("in %s: %s", (path, source) => {
    expect(violations(new Map([registry, [path, source]])).length).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ["lib/noise/a.ts", '// import { b } from "@/db/b"; Date.now()'],
    ["lib/noise/a.ts", "const text = 'process.env and new Date()';"],
    ["lib/noise/a.ts", "const at = new Date(0); const next = new Date( at );"],
    ["lib/noise/a.ts", 'import { AppError } from "@/lib/errors";'],
    ["lib/noise/a.test.ts", 'import { readFileSync } from "node:fs"; import { x } from "@/lib/sample/x"; Date.now();'],
    ["lib/providers/a.ts", 'import { defineProvider } from "./provider";'],
    ["db/queries/a.ts", 'import type { Client } from "@/db/client";'],
    ["bin/a.ts", 'import { openClient } from "@/db/client";'],
    [
      "app/(dashboard)/noise/page.tsx",
      'import { a } from "@/components/a"; import { b } from "@/db/queries/b"; import { c } from "../c";',
    ],
  ])("and nothing in %s: %s", (path, source) => expect(violations(new Map([registry, [path, source]]))).toEqual([]));
});

/** Of each heading, as a reader of Markdown makes them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the root", () => {
  const allowedEntries = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "next.config.mjs",
    "instrumentation.ts",
    "proxy.ts",
  ]
    .concat(["README.md", "LICENSE", "CONTRIBUTING.md", "Dockerfile", "compose.yaml", "deploy", "docs"])
    .concat(["app", "bench", "bin", "components", "db", "e2e", "lib"]);

  it("is closed", () => {
    const ignored = read(".gitignore").split("\n").filter(Boolean);
    const isIgnored = (name: string) =>
      ignored.some(
        (line) => line.replace(/\/$/, "") === name || (line.startsWith("*.") && name.endsWith(line.slice(1))),
      );
    const entries = readdirSync(ROOT).filter((name) => !name.startsWith(".") && !isIgnored(name));
    expect(entries.filter((name) => !allowedEntries.includes(name))).toEqual([]);
  });

  const documents = ["README.md", "CONTRIBUTING.md"].concat(
    readdirSync(join(ROOT, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
  );

  it.each(documents)("has every path that %s names", (document) => {
    const text = read(document);
    const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, path = ""]) =>
      posix.join(dirname(document), path),
    );
    const spoken = [...text.matchAll(/`((?:app|bench|bin|components|db|deploy|docs|e2e|lib|\.ci)\/[^`\s*<>…]*)`/g)];
    const paths = [...linked, ...spoken.map(([, path]) => path ?? "")];
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each(documents)("has every heading that %s links to", (document) => {
    const links = [...read(document).matchAll(/\]\(([^)\s:]*)#([^)\s]+)\)/g)];
    const missing = links.filter(([, path, anchor]) => {
      const target = path ? posix.join(dirname(document), path) : document;
      return !anchorsOf(read(target)).includes(anchor ?? "");
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});
