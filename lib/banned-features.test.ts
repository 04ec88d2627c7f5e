import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { withoutComments } from "./source-text";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const THIS_FILE = "lib/banned-features.test.ts";
const FOLDERS = ["app", "components", "db", "lib", "bin", "bench", "e2e"];

/** Each had serious advisories in 2025-26, or takes a safeguard away; none is needed. */
const BANNED: Record<string, { pattern: RegExp; instead: string }> = {
  "next/image": { pattern: /["'`]next\/(legacy\/)?image["'`]/, instead: "a plain img" },
  "next/og": { pattern: /["'`](next\/og|@vercel\/og)["'`]/, instead: "SVG drawn by the chart components" },
  "use cache": { pattern: /["'`]use cache\b[^"'`]*["'`]|\bcacheComponents\b/, instead: "a query" },
  "server actions": { pattern: /["'`]use server["'`]/, instead: "a route handler" },
  "raw HTML": {
    pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML/,
    instead: "React elements",
  },
  "rewrites from input": { pattern: /NextResponse\s*\.\s*rewrite|\brewrites\s*[(:]/, instead: "a route" },
};

const AUTHORISATION = /require-?viewer|\bsession|\bcookies?\b|\bauthori[sz]|\bviewer\b|sign-?in|\brole\b/i;

type Files = ReadonlyMap<string, string>;

/** What a tree of sources does that it must not. */
function offences(files: Files): string[] {
  return [...files].flatMap(([path, text]) => {
    const source = withoutComments(text);
    const used = Object.entries(BANNED).filter(([, { pattern }]) => pattern.test(source));
    const found = used.map(([name, { instead }]) => `${path}: ${name}; use ${instead}`);
    if (/^(app\/)?middleware\.[cm]?[jt]s$/.test(path)) found.push(`${path}: there is no middleware`);
    if (/^(app\/)?proxy\.[cm]?[jt]s$/.test(path) && AUTHORISATION.test(source)) {
      found.push(`${path}: authorisation belongs in the request's context and in the commands`);
    }
    return found;
  });
}

function sources(): Files {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length)),
  );
  const inRoot = readdirSync(ROOT).filter((name) => /\.[cm]?[jt]sx?$/.test(name));
  const code = [...inFolders, ...inRoot].filter((path) => /\.[cm]?[jt]sx?$/.test(path) && path !== THIS_FILE);
  return new Map(code.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
}

it("uses no banned feature", () => expect(offences(sources())).toEqual([]));

it("switches the image optimiser off", () => {
  expect(readFileSync(join(ROOT, "next.config.mjs"), "utf8")).toMatch(/images:\s*\{[^}]*unoptimized:\s*true/);
});

it.each([
  ["app/a.tsx", 'import Image from "next/image";'],
  ["app/a.tsx", "import Image from 'next/legacy/image';"],
  ["app/a.tsx", 'const { ImageResponse } = await import("next/og");'],
  ["db/a.ts", 'async function f() {\n  "use cache: remote";\n}'],
  ["app/a.ts", "'use server';"],
  ["components/a.tsx", "<p dangerouslySetInnerHTML={{ __html: x }} />"],
  ["components/a.tsx", "node.innerHTML = text;"],
  ["next.config.mjs", "export default { async rewrites() { return []; } };"],
  ["middleware.ts", "export function middleware() {}"],
  ["proxy.ts", 'import { requireViewer } from "@/app/_http/require-viewer";'],
])("notices it in %s: %s", (path, text) => expect(offences(new Map([[path, text]]))).toHaveLength(1));

it.each([
  ["app/a.tsx", "// next/image is not used: 'use server'\nexport const a = 1;"],
  ["app/a.tsx", '/* import Image from "next/image"; */'],
  ["proxy.ts", "export function proxy() { return addNonce(); }"],
])("leaves alone what only speaks of it: %s", (path, text) => expect(offences(new Map([[path, text]]))).toEqual([]));
