import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext, Page } from "@playwright/test";
import type { OrganisationView } from "@/lib/contract/organisation";
import type { SampleViewer } from "@/lib/contract/people";
import type { MyShift } from "@/lib/contract/shift";
import type { Triage } from "@/lib/contract/triage";
import { expect, open, test } from "./product";

test.use({ installation: "words" });

async function get<T>(request: APIRequestContext, address: string): Promise<T> {
  const response = await request.get(address);
  expect(response.status(), address).toBe(200);
  return (await response.json()) as T;
}

async function serious(page: Page): Promise<unknown[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}

const headers = (url: string) => ({ "x-squelch": "1", origin: url });

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the pages of a shift are judged by a tap each, and taken back", async ({ page, product }) => {
    const { url } = product;
    const shiftOf = () => get<MyShift>(page.request, `${url}/api/triage/shift`);
    const { people } = await get<SampleViewer>(page.request, `${url}/api/sample/viewer`);
    // The first who has a page of a shift to which there is a suggestion, and one more.
    for (const { id } of people.toReversed()) {
      await page.request.put(`${url}/api/sample/viewer`, { headers: headers(url), data: { personId: id } });
      const { groups } = await shiftOf();
      if (groups.length > 1 && groups[0]?.suggestion) break;
    }
    const [first, second] = (await shiftOf()).groups;
    if (!first?.suggestion || !second) throw new Error("nobody in the sample has two alerts in a shift");
    await open(page, `${url}/triage/shift`);
    const cards = page.locator("main li").filter({ has: page.getByRole("heading") });
    const judged = (n: number) => shiftOf().then(({ groups }) => groups[n]?.pages.every(({ byPerson }) => byPerson));
    await cards
      .nth(0)
      .getByRole("button", { name: /^Yes, / })
      .tap();
    await expect.poll(() => judged(0)).toBe(true);
    await cards.nth(1).getByRole("button", { name: "Actionable", exact: true }).tap();
    await expect.poll(() => judged(1)).toBe(true);
    await page.getByRole("button", { name: "Undo" }).first().tap();
    await expect.poll(() => judged(1)).toBe(false);
    expect(await judged(0)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await serious(page)).toEqual([]);
  });
});

const ALERTS = 50;

/** Alerts that clear by themselves within a minute, five times each. */
function noisyAlerts(): string {
  const events: string[] = [];
  for (let alert = 0; alert < ALERTS; alert += 1) {
    const name = String.fromCharCode(97 + (alert % 26), 97 + Math.floor(alert / 26));
    for (let n = 0; n < 5; n += 1) {
      const at = (seconds: number) =>
        new Date(
          Math.floor(Date.now() / 1_000) * 1_000 - (n + 1) * 86_400_000 + alert * 300_000 + seconds * 1_000,
        ).toISOString();
      const event = (kind: string, seconds: number, more: object = {}) =>
        JSON.stringify({ provider: "pagerduty", page: `${name}${n}`, kind, at: at(seconds), by: "source", ...more });
      events.push(
        event("triggered", 0, { title: `Cache of ${name}${name} is cold`, service: `cache-${name}`, team: "cache" }),
        event("resolved", 50),
      );
    }
  }
  return events.join("\n");
}

/** Who sees to an alert is one of the people. */
async function becomeSomebody(request: APIRequestContext, url: string): Promise<void> {
  const data = { kind: "people", text: "email,name\nmia@cache.example,Mia Lund", fromDate: null };
  expect((await request.post(`${url}/api/organisation/import`, { headers: headers(url), data })).ok()).toBe(true);
  const { people } = await get<OrganisationView>(request, `${url}/api/organisation`);
  const personId = people.find(({ name }) => name === "Mia Lund")?.id;
  const said = await request.put(`${url}/api/people/me`, { headers: headers(url), data: { personId } });
  expect(said.ok(), await said.text()).toBe(true);
}

/** In the page: counts what a mouse does, and each time that nothing has the focus after a key. */
function watch(): void {
  const seen = { mouse: 0, lost: 0 };
  Object.assign(window, { seen });
  for (const kind of ["mousedown", "mouseup", "click", "pointerdown", "touchstart"])
    window.addEventListener(kind, () => (seen.mouse += 1), true);
  const look = () => {
    if (document.activeElement === document.body || document.activeElement === null) seen.lost += 1;
  };
  window.addEventListener("keyup", () => requestAnimationFrame(() => requestAnimationFrame(look)));
}

test("50 alerts are triaged by keys alone, two at most each, and undo gives back what was", async ({
  page,
  product,
}) => {
  test.setTimeout(120_000);
  const { url } = product;
  const address = `${url}/api/triage?team=cache`;
  await open(page, `${url}/sources`);
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: "cold.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(noisyAlerts()) });
  await page.getByRole("region", { name: "Preview of cold.ndjson" }).getByRole("button", { name: "Import" }).click();
  await expect(
    page.getByRole("region", { name: "cold.ndjson", exact: true }).getByText("done", { exact: true }),
  ).toBeVisible({ timeout: 45_000 });
  await becomeSomebody(page.request, url);
  const noise = await get<{ signatures: { id: string }[] }>(
    page.request,
    `${url}/api/noise?team=cache&from=now-27d/d&to=now/d`,
  );
  await page.request.post(`${url}/api/triage/verdicts`, {
    headers: headers(url),
    data: { signatures: noise.signatures.map(({ id }) => id), verdict: "noise", reason: "self-healed" },
  });
  await page.request.post(`${url}/api/triage/check`, { headers: headers(url) });
  const before = await get<Triage>(page.request, address);
  expect(before.items).toHaveLength(ALERTS);
  await open(page, `${url}/triage?team=cache`);
  expect(await serious(page)).toEqual([]);
  await page.evaluate(watch);

  // In turn: kept, judged with a reason, put off, unclear, mine.
  const turns = [["d", "k"], ["2", "f"], ["h"], ["3"], ["a"]];
  let keys = 0;
  for (let n = 0; n < ALERTS; n += 1)
    for (const key of turns[n % turns.length] ?? []) {
      keys += 1;
      await page.keyboard.press(key);
    }
  const { mouse, lost } = await page.evaluate(
    () => (window as unknown as { seen: { mouse: number; lost: number } }).seen,
  );
  expect({ mouse, lost }).toEqual({ mouse: 0, lost: 0 });
  expect(keys / ALERTS).toBeLessThanOrEqual(2);
  const done = async () => {
    const { items, later, leftToday } = await get<Triage>(page.request, address);
    return {
      decided: leftToday,
      later: later.length,
      mine: items.filter(({ owner }) => owner !== null).length,
      flapping: items.filter(({ row }) => row.reason === "flapping").length,
      unclear: items.filter(({ row }) => row.verdict === "unclear").length,
    };
  };
  await expect.poll(done, { timeout: 45_000 }).toEqual({ decided: 10, later: 10, mine: 10, flapping: 10, unclear: 10 });

  // After a reload, too: the queue is as it was.
  await open(page, `${url}/triage?team=cache`);
  const undone = page.waitForResponse((response) => response.url().endsWith("/api/undo"));
  await page.keyboard.press("z");
  expect((await undone).status()).toBe(200);
  for (let n = 1; n < ALERTS; n += 1) {
    const answer = await page.request.post(`${url}/api/undo`, { headers: headers(url), data: {} });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  const after = await get<Triage>(page.request, address);
  const kept = ({ items }: Triage) => items.map((item) => ({ ...item, isHandledToday: null }));
  expect(kept(after)).toEqual(kept(before));
  await open(page, `${url}/triage?team=cache`);
  await expect(page.getByRole("list", { name: "Alerts that wait for a decision" }).getByRole("listitem")).toHaveCount(
    ALERTS,
  );
});
