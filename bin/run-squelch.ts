import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import { ROOT } from "./child";

export type Ran = { code: number | null; out: string; err: string };

/** Runs the command line as a user does, in a process of its own; for tests. */
export async function runSquelch(
  args: readonly string[],
  input = "",
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [inject("testProgram"), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
