import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { TestProject } from "vitest/node";
import { ROOT } from "./child";

declare module "vitest" {
  interface ProvidedContext {
    testProgram: string;
  }
}

/**
 * The command line in one file, made once for the whole run: to read its hundreds of modules and those of its
 * packages one by one is most of the time of a short command. `npm start` and the browser tests run it as it stands in
 * the repository.
 */
export default async function bundleProgram(project: TestProject): Promise<() => Promise<void>> {
  // Under node_modules, where the package that stays outside is found.
  const caches = join(ROOT, "node_modules/.cache");
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, "squelch-test-"));
  const outfile = join(folder, "squelch.mjs");
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["bin/squelch.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // It looks for files beside its own, and no command of the tests opens a browser.
    external: ["playwright-core"],
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true,
    // Packages of the older kind ask for Node's own modules in this way.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    logLevel: "warning",
    plugins: [ownPlace],
  });
  project.provide("testProgram", outfile);
  return () => rm(folder, { recursive: true, force: true });
}

/** Each module still knows the place of its source: what lies beside it is found there. */
const ownPlace: Plugin = {
  name: "own place",
  setup(bundle) {
    bundle.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8"))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
      loader: "ts",
    }));
  },
};
