import type { TestProject } from "vitest/node";
import { bundle } from "./fixtures/bundle";

declare module "vitest" {
  interface ProvidedContext {
    testProgram: string;
  }
}

/** The command line in one file, made once for the whole run. */
export default async function bundleProgram(project: TestProject): Promise<() => Promise<void>> {
  const { fileOf, remove } = await bundle(["squelch"]);
  project.provide("testProgram", fileOf("squelch"));
  return remove;
}
