import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { freePort } from "@/bin/fixtures/free-port";
import { test as base, expect, open } from "./product";

/** The port is known first: the installation may call this Alertmanager and no other. */
const test = base.extend<object, { port: number }>({
  port: [
    async ({ browserName }, use) => {
      expect(browserName).toBe("chromium");
      await use(await freePort());
    },
    { scope: "worker" },
  ],
  settings: [async ({ port }, use) => use({ SQUELCH_OUTBOUND_ALLOW: `127.0.0.1:${port}` }), { scope: "worker" }],
});

test.use({ installation: "alertmanager" });

const PROGRAM = "prometheus-alertmanager";
const isInstalled = spawnSync(PROGRAM, ["--version"]).status === 0;

/** A real Alertmanager that sends everything to one receiver. */
async function startAlertmanager(receiver: { url: string; secret: string }, port: number) {
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

test("a real Alertmanager fires, is silenced by a click, and resolves; each alert is one page that ended by itself", async ({
  page,
  product,
  port,
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
  const manager = await startAlertmanager({ url: product.url + source.webhook.path, secret: secret.secret }, port);
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

    await silenceByClick(page, product.url, manager.url);

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

/** Connects it, decides, looks at what would be sent, sends it, and takes it back. */
async function silenceByClick(page: Page, url: string, managerUrl: string): Promise<void> {
  await open(page, `${url}/settings/connections`);
  await page.getByLabel("Name").fill("Production");
  await page.getByLabel("Address").fill(managerUrl);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: "Test Production" }).click();
  await expect(page.getByText(/Alertmanager \d[\d.]* answers/)).toBeVisible();

  const { rows } = await (await page.request.get(`${url}/api/pages?from=now-1d&to=now&q=DiskAlmostFull`)).json();
  const signatureId = rows[0].signatureId as string;
  const decided = await page.request.post(`${url}/api/decisions`, {
    headers: { origin: url, "x-squelch": "1" },
    data: { signatureIds: [signatureId], kind: "silence", reason: "fills and empties", treatment: { kind: "drop" } },
  });
  expect(decided.status(), await decided.text()).toBe(200);
  await open(page, `${url}/signatures/${signatureId}?from=now-1d&to=now`);
  await page.getByRole("button", { name: "Carry it out, or see what stands" }).click();
  await page.getByRole("button", { name: "Silence it in Production" }).click();
  const confirm = page.getByRole("region", { name: "Confirm" });
  await expect(confirm).toContainText('alertname="DiskAlmostFull"');
  await confirm.getByRole("button", { name: "Apply it now" }).click();
  await expect(page.getByText("Stands", { exact: true })).toBeVisible();
  const silences = async () =>
    (await (await fetch(`${managerUrl}/api/v2/silences`)).json()) as { status: { state: string }; comment: string }[];
  expect((await silences()).map(({ status, comment }) => [status.state, /fills and empties/.test(comment)])).toEqual([
    ["active", true],
  ]);
  await page.getByRole("button", { name: "Take it back", exact: true }).click();
  await page.getByRole("button", { name: /Take it back now/ }).click();
  await expect(page.getByText("Taken back", { exact: true })).toBeVisible();
  expect((await silences()).map(({ status }) => status.state)).toEqual(["expired"]);
}
