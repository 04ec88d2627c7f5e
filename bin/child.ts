import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GUARD = new URL("./leave-with-parent.mjs", import.meta.url).href;
const TAIL_LINES = 30;

export type Child = {
  /** Resolves with how it ended: never rejects. */
  ended: Promise<string>;
  /** Its last lines. */
  tail: () => string;
  /** Asks it to end, and forces it after the limit. Nothing that it started stays behind. */
  stop: (limitMs: number) => Promise<void>;
};

type Start = { args: readonly string[]; env: NodeJS.ProcessEnv; onLine: (line: string) => void };

/** Starts a Node process that ends when we do. */
export function startChild({ args, env, onLine }: Start): Child {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...env,
      LEAVE_WITH_PARENT: String(process.pid),
      NODE_OPTIONS: `${env.NODE_OPTIONS ?? ""} --import ${GUARD}`.trim(),
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A group of its own: Ctrl-C reaches us alone, and we end the processes in order.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream, (line) => {
      lines.push(line);
      if (lines.length > TAIL_LINES) lines.shift();
      onLine(line);
    });
  }
  const ended = new Promise<string>((done) => {
    child.on("error", (error) => done(error.message));
    child.on("close", (code, signal) => done(`ended with ${signal ?? code}`));
  });
  return { ended, tail: () => lines.join("\n"), stop: (limitMs) => stop(child, ended, limitMs) };
}

async function stop(child: ChildProcess, ended: Promise<string>, limitMs: number): Promise<void> {
  if (limitMs > 0) child.kill("SIGTERM");
  const timer = setTimeout(() => killGroup(child), limitMs);
  await ended;
  clearTimeout(timer);
  killGroup(child);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function eachLine(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream?.on("end", () => rest && onLine(rest));
}
