import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext, Page } from "@playwright/test";
import type { NoiseSettings } from "@/lib/contract/noise-settings";
import type { PageDetail, Pages } from "@/lib/contract/page";
import type { Trends } from "@/lib/contract/trends";
import { expect, open, test } from "./product";

test.use({ installation: "words" });

const RANGE = "from=now-90d&to=now";

async function get<T>(request: APIRequestContext, address: string): Promise<T> {
  const response = await request.get(address);
  expect(response.status(), address).toBe(200);
  return (await response.json()) as T;
}

async function total(request: APIRequestContext, url: string, query: string): Promise<number> {
  return (await get<Pages>(request, `${url}/api/pages?${RANGE}&${query}`)).total;
}

/** Of the pages of the last 28 days. */
async function recentVerdicts(request: APIRequestContext, url: string): Promise<Map<string, Pages["rows"][number]>> {
  const found = new Map<string, Pages["rows"][number]>();
  for (let offset: number | null = 0; offset !== null; ) {
    const address: string = `${url}/api/pages?from=now-28d&to=now&limit=500&offset=${offset}`;
    const { rows, nextOffset }: Pages = await get<Pages>(request, address);
    for (const row of rows) found.set(row.id, row);
    offset = nextOffset;
  }
  return found;
}

const panel = (page: Page, question: string) => page.getByRole("region", { name: question });

test("a verdict is checked by hand from what its screen shows", async ({ page, product }) => {
  const { rows } = await get<Pages>(page.request, `${product.url}/api/pages?${RANGE}&reason=self-healed&limit=50`);
  const details = await Promise.all(
    rows.slice(0, 20).map(({ id }) => get<PageDetail>(page.request, `${product.url}/api/pages/${id}`)),
  );
  const detail = details.find(({ inferred }) => inferred?.decidedBy === "votes" && inferred.usedPages.length > 0);
  if (!detail?.inferred) throw new Error("the sample has no self-healed page that rests on others");
  const { inferred, findings } = detail;
  await open(page, `${product.url}/pages/${detail.page.id}?${RANGE}`);
  const explain = panel(page, "Explain");
  await expect(explain).toContainText(inferred.sentence);

  // The finding behind the reason: its numbers and thresholds, and its count is that of the stored pages.
  const finding = findings.find(({ detector }) => detector === inferred.reason);
  await expect(explain).toContainText(finding?.claim ?? "no finding");
  await expect(explain).toContainText("threshold within minutes 5");
  for (const [name, value] of Object.entries(finding?.facts ?? {}))
    if (typeof value === "number" && Number.isInteger(value) && value < 1_000)
      await expect(explain, name).toContainText(String(value));

  // The votes add up to the probability that is shown.
  const sum = inferred.votes.reduce((whole, { weight }) => whole + weight, 0);
  const shown = await explain.getByText(/As log-odds/).textContent();
  const numbers = [...(shown ?? "").matchAll(/([+−])(\d+\.\d\d)/g)].map(
    ([, sign, digits]) => Number(digits) * (sign === "−" ? -1 : 1),
  );
  // Between the votes and the end there is their whole sum, where of what is over 4 a fiftieth counts.
  const [start, votes] = numbers;
  const together = numbers.at(-1);
  const counted = Math.abs(sum) <= 4 ? sum : Math.sign(sum) * (4 + (Math.abs(sum) - 4) / 50);
  expect(votes).toBeCloseTo(counted, 1);
  expect((start ?? 0) + (votes ?? 0)).toBeCloseTo(together ?? 0, 1);
  expect(1 / (1 + Math.exp(-(together ?? 0)))).toBeCloseTo(inferred.probability, 2);

  // Each page that it rests on opens.
  await explain.getByRole("heading", { name: "Pages it rests on" }).locator("..").getByRole("link").first().click();
  await page.waitForURL(`**/pages/${inferred.usedPages[0]?.id}**`);
});

test("one key overrules it, and its siblings take the lesson", async ({ page, product }) => {
  const { rows } = await get<Pages>(page.request, `${product.url}/api/pages?${RANGE}&reason=self-healed&limit=500`);
  const first = rows.find(({ origin }) => origin === "inferred");
  if (!first) throw new Error("the sample has no self-healed page");
  const ofAlert = `${RANGE}&signature=${first.signatureId}&limit=500`;
  const before = (await get<Pages>(page.request, `${product.url}/api/pages?${ofAlert}`)).rows;
  await open(page, `${product.url}/pages/${first.id}?${RANGE}`);
  await page.keyboard.press("1");
  await expect
    .poll(async () => (await get<PageDetail>(page.request, `${product.url}/api/pages/${first.id}`)).page)
    .toMatchObject({ verdict: "actionable", origin: "person" });
  const known = new Map(before.map(({ id, probability }) => [id, probability ?? 0]));
  const risen = async () => {
    const after = (await get<Pages>(page.request, `${product.url}/api/pages?${ofAlert}`)).rows;
    return after.filter(({ id, probability }) => id !== first.id && (probability ?? 0) > (known.get(id) ?? 1) + 1e-6)
      .length;
  };
  await expect.poll(risen, { timeout: 5_000 }).toBeGreaterThan(0);
  // The screen says so, beside the word, with the pages a click away.
  const said = panel(page, "What do you say?");
  await expect(said).toContainText(
    /Lesson taken\. [\d,]+ of [\d,]+\sother pages of this alert moved towards actionable, on average from/,
  );
  await expect(said.getByRole("link", { name: "Show them" })).toHaveAttribute(
    "href",
    new RegExp(`signature=${first.signatureId}`),
  );
  await page.keyboard.press("z");
  await expect.poll(risen).toBe(0);
});

test("the record fills within seconds of a few words, and can be read by everybody", async ({ page, product }) => {
  const { rows } = await get<Pages>(page.request, `${product.url}/api/pages?${RANGE}&reason=self-healed&limit=12`);
  await open(page, `${product.url}/noise?${RANGE}`);
  const record = panel(page, "How right are we?");
  const headers = { "x-squelch": "1", origin: product.url };
  for (const { id } of rows.slice(0, 8)) {
    const answer = await page.request.put(`${product.url}/api/pages/${id}/verdict`, {
      headers,
      data: { verdict: "noise", reason: "self-healed" },
    });
    expect(answer.status()).toBe(200);
  }
  await page.reload();
  await expect(record).toContainText("n = 8\u00a0pages judged by people", { timeout: 15_000 });
  await expect(record).toContainText("Said noise, and were (precision)100\u00a0%");
  await expect(record.getByRole("figure")).toContainText("8\u00a0pages");
  await record.getByRole("button", { name: "Said noise, and were (precision): show the 8\u00a0pages" }).click();
  await expect(record.getByRole("region", { name: "Pages behind the figure" }).first()).toContainText("8\u00a0pages");
  await record.getByRole("button", { name: "Predictions as pages opened" }).click();
  await expect(record).toContainText("Average precision");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  for (const { id } of rows.slice(0, 8))
    await page.request.delete(`${product.url}/api/pages/${id}/verdict`, { headers });
});

test("a threshold is tried out, saved, told with its author, and judged by", async ({ page, product }) => {
  const before = await total(page.request, product.url, "reason=self-healed");
  const recent = await recentVerdicts(page.request, product.url);
  await open(page, `${product.url}/settings/noise`);
  const field = page.getByRole("textbox", { name: "self-healed, within, workspace" });
  await field.fill("0");
  await expect(page.getByText("From 1 to 1440.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await field.fill("1");
  await page.getByRole("button", { name: "What would change?" }).click();
  const told = page.getByText(/verdicts? of the last 28 days would change/);
  await expect(told).toBeVisible();
  expect(await total(page.request, product.url, "reason=self-healed"), "nothing is kept of it").toBe(before);

  // What was promised, verdicts and reasons apart, is what then becomes of these pages.
  const text = (await told.locator("..").textContent()) ?? "";
  const counted = (pattern: RegExp) => Number((pattern.exec(text)?.[1] ?? "0").replaceAll(",", ""));
  const promised = {
    verdicts: counted(/^([\d,]+)/),
    reasons: counted(/and the reason of ([\d,]+)/),
  };
  await page.getByRole("button", { name: "Save" }).click();
  await expect(panel(page, "Who changed what?")).toContainText(
    "self-healed, within minutes, workspace: the default → 1",
  );
  await expect(panel(page, "Who changed what?")).toContainText("Admin");
  const after = await total(page.request, product.url, "reason=self-healed");
  expect(after).toBeLessThan(before);
  const changed = [...(await recentVerdicts(page.request, product.url))].flatMap(([id, now]) => {
    const then = recent.get(id);
    return then ? [{ then, now }] : [];
  });
  expect(promised).toEqual({
    verdicts: changed.filter(({ then, now }) => then.verdict !== now.verdict).length,
    reasons: changed.filter(({ then, now }) => then.verdict === now.verdict && then.reason !== now.reason).length,
  });
  expect(promised.verdicts + promised.reasons).toBeGreaterThan(0);

  const { history } = await get<NoiseSettings>(page.request, `${product.url}/api/settings/noise`);
  expect(history[0]?.changes).toEqual([
    { team: null, reason: "self-healed", name: "withinMinutes", from: null, to: 1 },
  ]);
  await field.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => total(page.request, product.url, "reason=self-healed")).toBe(before);
});

test("what changed is listed with its dates and rates, narrows the table, and is marked on the alert", async ({
  page,
  product,
}) => {
  const { trends } = await get<Trends>(page.request, `${product.url}/api/noise/trends?${RANGE}`);
  const [first] = trends.filter(({ kind }) => kind !== "gone");
  if (!first) throw new Error("nothing in the sample changed");
  await open(page, `${product.url}/noise?${RANGE}`);
  const changes = panel(page, "What became noisy, and since when?");
  const kinds = changes.getByRole("list", { name: "Kinds of change" });
  const word = `${first.kind[0]?.toUpperCase()}${first.kind.slice(1)}`;
  const count = trends.filter(({ kind }) => kind === first.kind).length;
  await kinds.getByRole("button", { name: `${word} ${count}` }).click();
  expect(page.url()).toContain(`trend=${first.kind}`);
  await expect(changes.getByText(new RegExp(`^${word} since`)).first()).toBeVisible();
  await open(page, `${product.url}/signatures/${first.id}?${RANGE}`);
  await expect(panel(page, "Since when is it so?")).toContainText(`${word} since`);
});
