import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/bin/fixtures/free-port";
import { expect, open, test } from "./product";

test.use({ installation: "alertmanager" });

const PROGRAM = "prometheus-alertmanager";
const isInstalled = spawnSync(PROGRAM, ["--version"]).status === 0;

/** A real Alertmanager that sends everything to one receiver. */
async function startAlertmanager(receiver: { url: string; secret: string }) {
  const folder = await mkdtemp(join(tmpdir(), "squelch-alertmanager-"));
  const config = join(folder, "alertmanager.yml");
  await writeFile(
    config,
    `route:
  receiver: squelch
  group_by: [alertname]
  group_wait: 100ms
  group_interval: 1s
  repeat_interval: 3s
receivers:
  - name: squelch
    webhook_configs:
      - url: "${receiver.url}"
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: "${receiver.secret}"
`,
  );
  const port = await freePort();
  const child = spawn(
    PROGRAM,
    [
      `--config.file=${config}`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  await expect(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true)).toPass({ timeout: 20_000 });
  return { url, stop: () => stop(child, folder) };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true, force: true });
}

test("a real Alertmanager fires, repeats and resolves; each alert is one page that ended by itself", async ({
  page,
  product,
}) => {
  test.skip(!isInstalled, `${PROGRAM} is not installed`);
  test.setTimeout(90_000);
  const made = await page.request.post(`${product.url}/api/sources`, {
    headers: { origin: product.url, "x-squelch": "1" },
    data: {
      name: "Production Alertmanager",
      provider: "alertmanager",
      webhook: { proof: "header", headerName: "authorization" },
    },
  });
  expect(made.status()).toBe(200);
  const { source, secret } = await made.json();
  const manager = await startAlertmanager({ url: product.url + source.webhook.path, secret: secret.secret });
  try {
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    const alerts = ["host-1", "host-2"].map((instance) => ({
      labels: { alertname: "DiskAlmostFull", service: "orders", instance },
      annotations: { summary: `Disk of ${instance} is almost full` },
      startsAt,
    }));
    const tell = (list: object[]) =>
      fetch(`${manager.url}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(list),
      });
    expect((await tell(alerts)).ok).toBe(true);

    const view = async () => {
      const { configured } = await (await page.request.get(`${product.url}/api/sources`)).json();
      return configured.find((item: { id: string }) => item.id === source.id);
    };
    await expect.poll(async () => (await view()).today.stored, { timeout: 30_000 }).toBe(2);
    await expect.poll(async () => (await view()).today.duplicate, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
    expect((await view()).today, "what it repeats is the same pages").toMatchObject({ stored: 2, rejected: 0 });

    const endsAt = new Date().toISOString();
    expect((await tell(alerts.map((alert) => ({ ...alert, endsAt })))).ok).toBe(true);
    await expect.poll(async () => (await view()).today.stored, { timeout: 30_000 }).toBe(4);
    const { received, stored, duplicate, ignored, rejected } = (await view()).today;
    expect(received).toBe(stored + duplicate + ignored + rejected);

    await open(page, `${product.url}/pages?from=now-1d&to=now&q=DiskAlmostFull`);
    await page.getByRole("link", { name: "DiskAlmostFull" }).first().click();
    await expect(page.getByText("resolved").first()).toBeVisible();
  } finally {
    await manager.stop();
  }
});
