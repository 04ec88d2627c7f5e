import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DigestMessage } from "@/lib/contract/digest-message";
import { type Redactor, redactorOf } from "@/lib/privacy/redactor";
import { cut, type DigestReport, digestOf, textsIn } from "./digest";
import { digestHtml, escapeHtml } from "./digest-html";
import { digestSlack, escapeSlack, SLACK_LIMITS, type SlackMessage } from "./digest-slack";
import { digestText } from "./digest-text";
import { digestWebhook } from "./digest-webhook";
import { pictureWords } from "./picture-words";
import { reminderOf } from "./reminder";

const NOBODY = redactorOf([]);
const PUBLIC_URL = "https://squelch.example.com";
const UNSUBSCRIBE = "https://squelch.example.com/api/unsubscribe/1.77.ab-cd";
const PLACE = "./fixtures/digest/";

type Worst = DigestReport["worst"][number];
type Figure = DigestReport["figures"][number];

const share = (of: number, n: number) => ({ value: n === 0 ? null : of / n, low: null, high: null, of, n });

function alertOf(id: string, title: string, more: Partial<Worst["row"]> = {}): Worst {
  const counts = { actionable: 1, noise: 11, unclear: 0, unclassified: 0, test: 0 };
  const hours = { sleep: 4, off: 2, business: 1, total: 7 };
  return {
    row: {
      id,
      signature: `v1:${id}`,
      title,
      provider: "pagerduty",
      service: "checkout",
      team: "Payments",
      counts,
      pages: 12,
      previousPages: 9,
      noiseShare: share(11, 12),
      interruptions: hours,
      noiseInterruptions: hours,
      pain: 17,
      withheld: null,
      verdict: "noise",
      probability: 0.08,
      reason: "self-healed",
      reasonPages: 9,
      byPerson: false,
      lastPagedAt: "2026-11-21T03:00:00.000Z",
      trend: [],
      ...more,
    },
    suggestion: null,
  };
}

const suggested = (worst: Worst, because: string): Worst => ({
  ...worst,
  suggestion: { kind: "tune", treatment: { kind: "hold", holdMinutes: 5 }, because, effect: null, expected: null },
});

const figure = (
  key: Figure["key"],
  unit: Figure["unit"],
  label: string,
  now: Partial<Figure["now"]>,
  before: number | null,
): Figure => {
  const blank = { value: null, hidden: null, of: null, n: null, low: null, high: null };
  return {
    key,
    unit,
    label,
    definition: key,
    now: { ...blank, ...now },
    previous: before === null ? null : { ...blank, value: before },
  };
};

const BECAUSE = "Held for 5 minutes, it would have saved 6 interruptions and lost no actionable page.";

const FULL: DigestReport = {
  week: "2026-W47",
  subject: { kind: "team", name: "Payments" },
  range: {
    from: "2026-11-15T23:00:00.000Z",
    to: "2026-11-22T23:00:00.000Z",
    zone: "Europe/Berlin",
    label: "16 – 22 Nov 2026",
  },
  lead: {
    what: "interruptions",
    alerts: 1,
    of: 7,
    n: 12,
    noisyAlerts: 1,
    signatures: [],
    hidden: 0,
    text: "1 alert caused 58 % of interruptions (7 of 12). It is noise.",
  },
  figures: [
    figure("pages", "pages", "Pages", { value: 1_144 }, 1_032),
    figure("noise-share", "share", "Noise share", { value: 0.61, of: 698, n: 1_144 }, 0.57),
    figure("unclear-share", "share", "Unclear share", { value: 0.04, of: 46, n: 1_144 }, 0.04),
    figure("interruptions", "interruptions", "Interruptions", { value: 88 }, 88),
    figure("time-to-squash", "days", "Time to squash", { value: 6.5, n: 4 }, 8),
  ],
  worst: [
    alertOf("101", "Disk almost full on <host>"),
    suggested(alertOf("102", "High latency & errors", { interruptions: null, service: null }), BECAUSE),
    alertOf("103", "Queue depth above 100"),
    alertOf("104", "A fourth one"),
  ],
  lastWeek: { forgotten: 2 },
};

const QUIET: DigestReport = {
  ...FULL,
  subject: { kind: "workspace", name: "Squelch" },
  lead: null,
  figures: [
    figure("pages", "pages", "Pages", { value: 0 }, null),
    figure("noise-share", "share", "Noise share", { hidden: "nothing" }, null),
    figure("interruptions", "interruptions", "Interruptions", { hidden: "small" }, null),
  ],
  worst: [],
  lastWeek: { forgotten: 0 },
};

const message = (report: DigestReport, publicUrl: string | null = PUBLIC_URL, redactor = NOBODY) =>
  digestOf(report, { redactor, publicUrl });

const TITLE = "Pages a week by verdict, the last twelve weeks";
const LINKED = {
  url: `${PUBLIC_URL}/share/picture/sqs_0.png`,
  title: TITLE,
  alt: pictureWords(TITLE, message(FULL).figures),
};

/** Every form in which a digest leaves the house. */
function formsOf(of: DigestMessage, notes: readonly string[] = []): string[] {
  const pictures = [{ name: "verdict-trend.png", alt: "Pages a week by verdict" }];
  return [
    of.subject,
    digestText(of, { unsubscribe: UNSUBSCRIBE, notes }),
    digestHtml(of, { unsubscribe: UNSUBSCRIBE, notes, pictures, source: ({ name }) => `cid:${name}` }),
    JSON.stringify(digestSlack(of, notes, [])),
    JSON.stringify(digestWebhook(of, 0, { notes, pictures: [], test: false })),
  ];
}

describe.each([
  ["full", message(FULL), ["Without pictures: no browser was found."]],
  ["quiet-without-links", message(QUIET, null), []],
  [
    "reminder",
    reminderOf(
      {
        team: null,
        isShift: true,
        from: Date.parse("2026-11-20T08:00Z"),
        to: Date.parse("2026-11-20T20:00Z"),
        zone: "Europe/Berlin",
        waiting: 12,
        pages: 15,
      },
      { redactor: NOBODY, publicUrl: PUBLIC_URL },
    ) as DigestMessage,
    [],
  ],
] as const)("the digest %s", (name, of, notes) => {
  const unsubscribe = name === "quiet-without-links" ? null : UNSUBSCRIBE;
  const pictures = name === "full" ? [{ name: "verdict-trend.png", alt: "Pages a week by verdict" }] : [];

  it("is written as text, HTML, Slack blocks and JSON", async () => {
    await expect(digestText(of, { unsubscribe, notes })).toMatchFileSnapshot(`${PLACE}${name}.golden.txt`);
    const html = digestHtml(of, { unsubscribe, notes, pictures, source: (picture) => `cid:${picture.name}` });
    await expect(html).toMatchFileSnapshot(`${PLACE}${name}.golden.html`);
    await expect(JSON.stringify(digestSlack(of, notes, []), null, 2)).toMatchFileSnapshot(
      `${PLACE}${name}.slack.golden.json`,
    );
    const json = digestWebhook(of, Date.parse("2026-11-23T08:00Z"), { notes, pictures: [], test: false });
    await expect(JSON.stringify(json, null, 2)).toMatchFileSnapshot(`${PLACE}${name}.webhook.golden.json`);
  });
});

it("has a picture by its address after the figures, with the figures in words for whoever does not see it", async () => {
  const of = message(FULL);
  await expect(JSON.stringify(digestSlack(of, [], [LINKED]), null, 2)).toMatchFileSnapshot(
    `${PLACE}pictured.slack.golden.json`,
  );
  const json = digestWebhook(of, Date.parse("2026-11-23T08:00Z"), { notes: [], pictures: [LINKED], test: false });
  await expect(JSON.stringify(json, null, 2)).toMatchFileSnapshot(`${PLACE}pictured.webhook.golden.json`);
  expect(pictureWords(TITLE, [])).toBe(`${TITLE}.`);
});

it("shows the first three figures that are told, and says which are not", () => {
  const hidden = {
    ...FULL,
    figures: [
      ...FULL.figures.slice(0, 3),
      figure("interruptions", "interruptions", "Interruptions", { hidden: "small" }, 3),
      ...FULL.figures.slice(4),
    ],
  };
  const { figures, leftOut } = message(hidden);
  expect(figures.map(({ label }) => label)).toEqual(["Pages", "Noise share", "Time to squash"]);
  expect(leftOut).toBe("Not shown: interruptions (it would tell of fewer than five people).");
});

it.each([
  ["pages", 10, 9, "+1 on the week before"],
  ["pages", 9, 1_010, "−1,001 on the week before"],
  ["pages", 9, 9, "as the week before"],
  ["pages", 9, null, "the week before is not known"],
  ["share", 0.5, 0.49, "+1 point on the week before"],
  ["share", 0.5, 0.58, "−8 points on the week before"],
  ["share", 0.504, 0.5, "as the week before"],
  ["days", 6.5, 8, "−1.5 days on the week before"],
  ["days", 6.54, 6.5, "as the week before"],
] as const)("says what changed: %s %s after %s", (unit, now, before, words) => {
  const { figures } = message({ ...FULL, figures: [figure("pages", unit, "Figure", { value: now }, before)] });
  expect(figures[0]?.change).toBe(words);
});

it.each([
  [0, "0 %"],
  [0.004, "<1 %"],
  [0.996, ">99 %"],
  [1, "100 %"],
])("rounds %s to 0 or 100 only where it is", (value, words) => {
  expect(
    message({ ...FULL, figures: [figure("noise-share", "share", "Noise", { value }, null)] }).figures[0]?.value,
  ).toBe(words);
});

it("proposes no decision to keep an alert, nor one without a suggestion", () => {
  const keep = {
    ...suggested(alertOf("1", "Kept"), "It is actionable."),
    suggestion: { kind: "keep", treatment: null, because: "It is.", effect: null, expected: null },
  } as Worst;
  expect(message({ ...FULL, worst: [keep, alertOf("2", "No history")] }).decide).toBeNull();
  expect(message({ ...FULL, worst: [keep, suggested(alertOf("3", "Loud"), "Hold it.")] }).decide?.title).toBe(
    "Loud · checkout",
  );
});

it("leaves out every link where nobody said at which address we are", () => {
  for (const form of formsOf(message(FULL, null)).slice(3)) expect(form).not.toMatch(/https?:/);
});

it("reminds of nothing where everything is judged, and of one page in the singular", () => {
  const shift = { team: "Payments", isShift: false, from: 0, to: 86_400_000, zone: "UTC", waiting: 0, pages: 3 };
  expect(reminderOf(shift, { redactor: NOBODY, publicUrl: null })).toBeNull();
  expect(reminderOf({ ...shift, waiting: 1 }, { redactor: NOBODY, publicUrl: null })?.subject).toBe(
    "1 page of the last 24 hours of Payments waits for a verdict",
  );
});

describe("names", () => {
  const PEOPLE = ["Ada Byron", "Grace O'Hopper", "Łukasz & Co", "ada@example.org", "U0PAGER77", "Ну Мария"];
  const redactor: Redactor = redactorOf(PEOPLE.map((text) => ({ text, token: "a person" })));
  const planted = fc
    .tuple(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(...PEOPLE, "Byron, Ada", "ADA  BYRON"),
      fc.string({ maxLength: 700 }),
    )
    .map(([before, name, after]) => `${before} ${name} ${after}`);

  it("are in no form of a digest or reminder, wherever a source wrote them, at any length", () => {
    fc.assert(
      fc.property(
        fc.array(planted, { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        ([a = "", b = "", c = "", d = "", e = "", f = ""], team) => {
          const report: DigestReport = {
            ...FULL,
            subject: { kind: team ? "team" : "leader", name: a },
            lead: FULL.lead && { ...FULL.lead, text: b },
            worst: [suggested(alertOf("1", c, { service: d }), e), alertOf("2", f, { team: a })],
          };
          const reminder = reminderOf(
            { team: a, isShift: true, from: 0, to: 1, zone: "UTC", waiting: 1, pages: 1 },
            { redactor, publicUrl: PUBLIC_URL },
          );
          for (const form of [...formsOf(message(report, PUBLIC_URL, redactor)), ...formsOf(reminder as DigestMessage)])
            expect(form).not.toMatch(/ada\W+byron|byron\W+ada|hopper|ukasz|ada(@|%40)example|U0PAGER77|Мария/i);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("are looked for in everything that a digest shows of what others wrote", () => {
    expect(textsIn(FULL)).toEqual(
      expect.arrayContaining(["Payments", "Disk almost full on <host>", "checkout", BECAUSE]),
    );
  });
});

describe("Slack's limits", () => {
  const letters = fc.constantFrom(
    "a",
    "&",
    "<",
    ">",
    "*",
    "_",
    "`",
    "~",
    " ",
    "\n",
    "👩‍👩‍👧",
    "é",
    "|",
    "\u0000",
    "\u200b",
  );
  const huge = fc
    .tuple(fc.array(letters, { minLength: 0, maxLength: 40 }), fc.integer({ min: 0, max: 150 }))
    .map(([some, times]) => some.join("").repeat(times));

  const textsOf = ({ blocks }: SlackMessage): { text: string; most: number }[] =>
    blocks.flatMap((block): { text: string; most: number }[] => {
      if (block.type === "divider" || block.type === "image") return [];
      if (block.type === "context") return block.elements.map(({ text }) => ({ text, most: SLACK_LIMITS.field }));
      if ("fields" in block) return block.fields.map(({ text }) => ({ text, most: SLACK_LIMITS.field }));
      return [{ text: block.text.text, most: block.type === "header" ? SLACK_LIMITS.header : SLACK_LIMITS.section }];
    });

  it("hold whatever an alert is called, and no entity is cut", () => {
    fc.assert(
      fc.property(
        fc.array(huge, { minLength: 8, maxLength: 8 }),
        ([a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = ""]) => {
          const report: DigestReport = {
            ...FULL,
            subject: { kind: "workspace", name: a },
            lead: FULL.lead && { ...FULL.lead, text: b },
            worst: [suggested(alertOf("1", c, { service: d }), e), alertOf("2", f), alertOf("3", g, { service: h })],
          };
          const slack = digestSlack(
            message({ ...report, subject: { kind: "team", name: a } }),
            [b],
            [{ ...LINKED, title: `Pages ${c}`, alt: `Pages ${d}` }],
          );
          const texts = textsOf(slack);
          expect(slack.blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
          const [picture] = slack.blocks.filter((block) => block.type === "image");
          expect(picture?.alt_text.length).toBeLessThanOrEqual(SLACK_LIMITS.picture);
          expect(picture?.title.text.length).toBeLessThanOrEqual(SLACK_LIMITS.picture);
          for (const { text, most } of texts) {
            expect(text.length).toBeGreaterThan(0);
            expect(text.length).toBeLessThanOrEqual(most);
          }
          expect(texts.reduce((sum, { text }) => sum + text.length, slack.text.length)).toBeLessThanOrEqual(
            SLACK_LIMITS.all,
          );
          for (const { text } of texts.slice(1)) {
            expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
            // Every < and > is of a link of ours.
            expect(text.replace(/<https:\/\/squelch\.example\.com\/[^<>|\s]*\|[^<>]*>/g, "")).not.toMatch(/[<>]/);
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it("are kept by the subject of a mail too", () => {
    fc.assert(
      fc.property(huge, (name) => {
        expect(message({ ...FULL, subject: { kind: "team", name } }).subject.length).toBeLessThan(200);
      }),
    );
  });
});

it("escapes text for HTML so that only our own elements are in it", () => {
  const own = digestHtml(message({ ...FULL, worst: [] }), {
    unsubscribe: null,
    notes: [],
    pictures: [],
    source: () => "",
  }).match(/<[a-z]/g)?.length;
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("<", ">", '"', "'", "&", "a", "script", "\u0000", "/", "="), maxLength: 200 }),
      (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
        const html = digestHtml(
          message({ ...FULL, worst: [], lead: FULL.lead && { ...FULL.lead, text: `x${text}` } }),
          { unsubscribe: null, notes: [], pictures: [], source: () => "" },
        );
        expect(html.match(/<[a-z]/g)?.length).toBe(own);
      },
    ),
  );
});

it.each([
  [
    "*bold* a_b_c `code` <!channel> & <@U1>",
    "\u200b*\u200bbold\u200b*\u200b a_b_c \u200b`\u200bcode\u200b`\u200b &lt;!channel&gt; &amp; &lt;@U1&gt;",
  ],
  ["node_disk_full", "node_disk_full"],
])("escapes %s for mrkdwn", (text, escaped) => {
  expect(escapeSlack(text)).toBe(escaped);
});

it.each([
  ["short", 10, "short"],
  ["exactly 10", 10, "exactly 10"],
  ["one too many", 10, "one too m…"],
  ["👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 12, "👩‍👩‍👧…"],
])("cuts %s at %s between letters", (text, most, shown) => {
  expect(cut(text, most)).toBe(shown);
});
