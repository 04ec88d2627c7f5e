import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = "prometheus-alertmanager";
const TOOL = "amtool";

/** Whether a real one can be started here; a test that needs it says so and is skipped otherwise. */
export function hasAlertmanager(): boolean {
  const found = spawnSync(PROGRAM, ["--version"], { stdio: "ignore" }).status === 0;
  if (!found) process.stdout.write(`${PROGRAM} is not installed: what it would prove is skipped\n`);
  return found;
}

export type TestAlertmanager = {
  url: string;
  /** For SQUELCH_OUTBOUND_ALLOW. */
  pair: string;
  fire(labels: Record<string, string>): Promise<void>;
  amtool(...args: string[]): string;
  stop(): Promise<void>;
};

/** A real Alertmanager on loopback that tells nobody. */
export async function startAlertmanager(): Promise<TestAlertmanager> {
  const folder = await mkdtemp(join(tmpdir(), "squelch-alertmanager-"));
  await writeFile(
    join(folder, "alertmanager.yml"),
    "route: { receiver: nobody, group_wait: 0s }\nreceivers: [{ name: nobody }]\n",
  );
  const pair = `127.0.0.1:${await freePort()}`;
  const url = `http://${pair}`;
  const child = spawn(
    PROGRAM,
    [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=${pair}`,
      "--cluster.listen-address=",
    ],
    { stdio: "ignore" },
  );
  for (let tries = 0; !(await isReady(url)); tries += 1) {
    if (tries > 200) throw new Error(`${PROGRAM} did not start`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    url,
    pair,
    async fire(labels) {
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify([{ labels, startsAt: new Date(Date.now() - 60_000).toISOString() }]),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    amtool(...args) {
      const { status, stdout, stderr } = spawnSync(TOOL, [...args, `--alertmanager.url=${url}`], {
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      return stdout;
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
