import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { freePort } from "@/bin/fixtures/free-port";
import { openClient } from "@/db/client";
import { openEngine } from "@/db/engine/open-engine";
import { startMailServer, type TestMailServer } from "@/db/outbound/test-mail-server";
import type { DecisionsView } from "@/lib/contract/decision";
import type { Triage } from "@/lib/contract/triage";
import { test as base, expect, open } from "./product";

/** Both are known first: the installation may call this Alertmanager and no other, and mails leave through this server. */
const test = base.extend<object, { port: number; mail: TestMailServer }>({
  port: [
    async ({ browserName }, use) => {
      expect(browserName).toBe("chromium");
      await use(await freePort());
    },
    { scope: "worker" },
  ],
  mail: [
    async ({ browserName }, use) => {
      expect(browserName).toBe("chromium");
      const server = await startMailServer();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  settings: [
    async ({ port, mail }, use) =>
      use({
        SQUELCH_OUTBOUND_ALLOW: `127.0.0.1:${port}`,
        SQUELCH_SMTP_URL: mail.url,
        SQUELCH_MAIL_FROM: "Squelch <squelch@example.org>",
      }),
    { scope: "worker" },
  ],
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

/** The body of a part of a mail, by the type that it says it has. */
function partOf(raw: string, type: string): { head: string; body: Buffer } {
  const [part = ""] = raw.split(/\r\n--[^\r\n]+\r\n/).filter((one) => one.includes(`Content-Type: ${type}`));
  const end = part.indexOf("\r\n\r\n");
  const [head, text] = [part.slice(0, end), part.slice(end).split(/\r\n--/)[0] ?? ""];
  const isBase64 = /transfer-encoding: base64/i.test(head);
  return { head, body: isBase64 ? Buffer.from(text, "base64") : Buffer.from(text.replaceAll("=\r\n", "")) };
}

/** In the page: the size of a picture, and how many of its points have each colour, most first. */
async function pointsOf(base64: string): Promise<{ width: number; height: number; colours: [string, number][] }> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context?.drawImage(bitmap, 0, 0);
  const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] };
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = `${data[at]} ${data[at + 1]} ${data[at + 2]}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { width, height, colours: [...counts].sort(([, a], [, b]) => b - a) };
}

test("a digest by mail is set up by clicks, looked at, and its test arrives with a drawn picture", async ({
  page,
  product,
  mail,
}) => {
  await open(page, `${product.url}/settings/digests`);
  await page.getByLabel("Address").fill("payments@example.org");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Mail to payments@example.org" });
  await expect(row).toContainText("Mondays at 09:00, Europe/Berlin");
  await row.getByRole("button", { name: /^Message/ }).click();
  const shown = page.frameLocator("iframe");
  await expect(shown.getByRole("heading", { name: "The week of All teams" })).toBeVisible();
  await row.getByRole("button", { name: /^Send a test/ }).click();
  await expect(row.getByRole("status")).toContainText("The test was taken", { timeout: 45_000 });
  expect(mail.messages.map(({ to }) => to)).toEqual([["payments@example.org"]]);
  const raw = mail.messages[0]?.raw ?? "";
  expect(raw).toContain("Content-Type: text/plain");
  const picture = partOf(raw, "image/png");
  const id = /Content-ID: <([^>]+)>/i.exec(picture.head)?.[1] ?? "none";
  expect(partOf(raw, "text/html").body.toString()).toContain(`cid:${id}`);
  const { width, height, colours } = await page.evaluate(pointsOf, picture.body.toString("base64"));
  expect([width, height], "at twice its size").toEqual([picture.body.readUInt32BE(16), picture.body.readUInt32BE(20)]);
  expect(width).toBeGreaterThanOrEqual(800);
  expect(height).toBeGreaterThanOrEqual(500);
  // White, and on it bars: solid blue, and orange under the hatches of noise.
  const shareOf = (colour: string) => (new Map(colours).get(colour) ?? 0) / (width * height);
  expect(colours[0]?.[0]).toBe("255 255 255");
  expect(shareOf("0 114 178")).toBeGreaterThan(0.005);
  expect(shareOf("230 159 0")).toBeGreaterThan(0.02);
  await row.getByRole("button", { name: /^Pause/ }).click();
  await expect(row).toContainText("Paused.");
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

const DAY_MS = 86_400_000;
/** So long ago both were silenced; a watch of a day is over by then. */
const DAYS_AGO = 3;

type Written = { name: string; daysAgo: number; work?: string };

/** Pages in Squelch's own form. They clear by themselves after three minutes, or somebody works on them. */
function pagesFile(pages: readonly Written[]): string {
  const until = Math.floor(Date.now() / 1_000) * 1_000;
  return pages
    .flatMap(({ name, daysAgo, work }) => {
      const event = (kind: string, minutes: number, by: string, more: object = {}) =>
        JSON.stringify({
          provider: "pagerduty",
          page: `${name} ${daysAgo}`,
          kind,
          at: new Date(until - daysAgo * DAY_MS + minutes * 60_000).toISOString(),
          by,
          ...more,
        });
      const begun = [
        event("triggered", 0, "automation", { title: name, service: "tape", team: "archive" }),
        event("notified", 0, "automation", { person: "PMIA", channel: "push" }),
      ];
      if (work === undefined) return [...begun, event("resolved", 3, "automation")];
      const mia = { person: "PMIA" };
      return [
        ...begun,
        event("acknowledged", 2, "person", mia),
        event("annotated", 30, "person", { ...mia, note: work }),
        event("resolved", 40, "person", { ...mia, note: work }),
      ];
    })
    .join("\n");
}

async function upload(page: Page, url: string, name: string, text: string): Promise<void> {
  await open(page, `${url}/sources`);
  const file = { name, mimeType: "application/x-ndjson", buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').first().setInputFiles(file);
  await page
    .getByRole("region", { name: `Preview of ${name}` })
    .getByRole("button", { name: "Import" })
    .click();
  await expect(page.getByRole("region", { name, exact: true }).getByText("done", { exact: true })).toBeVisible({
    timeout: 45_000,
  });
}

/** As if everything decided about a service had been decided so many days earlier. */
async function setBack(dataDir: string, service: string, days: number): Promise<void> {
  const engine = await openEngine({ dataDir, report: () => {} });
  const { sql, close } = openClient(engine.url, { max: 1 });
  const by = sql`make_interval(days => ${days})`;
  await sql.begin(async (tx) => {
    const those = tx`select d.workspace_id, d.id from decisions d
      join signatures s on s.workspace_id = d.workspace_id and s.id = d.signature_id where s.service = ${service}`;
    await tx`update watch_windows set started_at = started_at - ${by}, ends_at = ends_at - ${by}
      where (workspace_id, decision_id) in (${those})`;
    await tx`update triage_items set flagged_at = flagged_at - ${by} where (workspace_id, decision_id) in (${those})`;
    await tx`update decisions set decided_at = decided_at - ${by}, flagged_at = flagged_at - ${by}, expires_at = expires_at - ${by}
      where (workspace_id, id) in (${those})`;
  });
  await close();
  await engine.stop();
}

test("of two silences a later import proves one quiet, and a real fault under the other turns it red", async ({
  page,
  product,
}) => {
  test.setTimeout(240_000);
  const { url, dataDir } = product;
  const [quiet, hides] = ["Tape drive is slow", "Tape is full"];
  const before = Array.from({ length: 100 }, (_, n) => DAYS_AGO + 0.2 + n / 4);
  await upload(
    page,
    url,
    "tapes.ndjson",
    pagesFile(before.flatMap((daysAgo) => [quiet, hides].map((name) => ({ name, daysAgo })))),
  );
  const waiting = async () => {
    await page.request.post(`${url}/api/triage/check`, { headers: { origin: url, "x-squelch": "1" } });
    const { items } = (await (await page.request.get(`${url}/api/triage?team=archive`)).json()) as Triage;
    return items;
  };
  await expect.poll(async () => (await waiting()).length, { timeout: 45_000 }).toBe(2);
  await open(page, `${url}/triage?team=archive`);
  for (const key of ["x", "J", "d", "s"]) await page.keyboard.press(key);
  await expect(page.getByText("Nothing flagged here.")).toBeVisible();
  const outcomes = async () => {
    const { decisions } = (await (await page.request.get(`${url}/api/decisions`)).json()) as DecisionsView;
    return Object.fromEntries(
      decisions.filter(({ service }) => service === "tape").map(({ title, state }) => [title, state]),
    );
  };
  // The list is empty before the server has answered.
  await expect.poll(async () => Object.keys(await outcomes()).sort()).toEqual([quiet, hides]);
  await setBack(dataDir, "tape", DAYS_AGO);

  const work = "Replaced the worn tape and ran the failed archive of the ledger again";
  await upload(
    page,
    url,
    "tapes-since.ndjson",
    pagesFile([
      { name: hides, daysAgo: DAYS_AGO - 0.5, work },
      { name: "Robot arm was calibrated", daysAgo: 0.1 },
    ]),
  );
  await expect
    .poll(outcomes, { timeout: 120_000 })
    .toEqual({ [quiet]: "verified-quiet", [hides]: "hid-something-real" });

  await open(page, `${url}/decisions`);
  const card = (title: string) => page.getByRole("article", { name: `Silenced: ${title}` });
  await expect(card(quiet)).toContainText("verified quiet");
  await expect(card(hides)).toContainText("hid something real");
  await expect(card(hides).getByRole("link", { name: hides })).toHaveCount(2);

  await open(page, `${url}/overview?from=now-7d&to=now&team=archive`);
  const squashed = page.getByRole("region", { name: "Silenced last week: did it work?" });
  await expect(squashed).toContainText("1 verified quiet");
  await expect(squashed).toContainText("1 hid something real");

  await expect.poll(async () => (await waiting()).map(({ row }) => row.title), { timeout: 45_000 }).toEqual([hides]);
  await open(page, `${url}/triage?team=archive`);
  await expect(page.getByRole("list", { name: "Alerts that wait for a decision" })).toContainText("hid something real");
});
