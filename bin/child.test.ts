import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { isAlive } from "@/db/engine/attach";
import { ROOT, startChild } from "./child";

const WAITS = "setInterval(() => {}, 1000);";

async function until(claim: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !claim(); tries += 1) await sleep(20);
  expect(claim()).toBe(true);
}

function start(script: string) {
  const lines: string[] = [];
  return { lines, child: startChild({ args: ["-e", script], env: process.env, onLine: (line) => lines.push(line) }) };
}

it("leaves no child and no grandchild when the parent is killed with -9", async () => {
  const parent = spawn(process.execPath, ["--import", "tsx", "bin/fixtures/parent.ts"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pids = String(line).split(" ").map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  parent.kill("SIGKILL");
  await until(() => !pids.some(isAlive));
});

it("ends a child in order, with what it said last", async () => {
  const { child, lines } = start(
    `process.on("SIGTERM", () => { console.log("bye"); process.exit(3); }); console.log("hello"); ${WAITS}`,
  );
  await until(() => lines.includes("hello"));
  await child.stop(5_000);
  expect(await child.ended).toBe("ended with 3");
  expect(child.tail()).toBe("hello\nbye");
});

it("forces a child that does not listen, and what it started", async () => {
  const script = `process.on("SIGTERM", () => {});
    console.log(require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(WAITS)}]).pid); ${WAITS}`;
  const { child, lines } = start(script);
  await until(() => lines.length === 1);
  await child.stop(100);
  expect(await child.ended).toBe("ended with SIGKILL");
  await until(() => !isAlive(Number(lines[0])));
});

it("reports a child that cannot even begin", async () => {
  const { child } = start("throw new Error('broken')");
  expect(await child.ended).toBe("ended with 1");
  expect(child.tail()).toContain("broken");
});
