import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { knownBeyond } from "@/db/queries/alert-histories";
import { pageDetail } from "@/db/queries/page-detail";
import { createTestDb, type TestDb } from "@/db/test-db";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { DEFAULT_SETTINGS, type Settings } from "@/lib/model/settings";
import { HabitLearner } from "@/lib/noise/habits";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { giveVerdict, withdrawVerdict } from "./give-verdict";
import { habitTasks } from "./habit-tasks";
import { judgeDirty } from "./judge-dirty";
import { observePortion } from "./judge-portion";
import { Crew } from "./judging-crew";
import { learnSurroundings } from "./learn-surroundings";
import { ownHands } from "./own-hands";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const START = Date.parse("2026-03-02T10:00:00Z");
const NOW = START + 60 * DAY_MS;
/** So many pages that only what is around new ones is learnt. */
const LARGE = 5_000;

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb();
});
beforeEach(async () => {
  await emptyWorkspace(db);
  await db.sql`update workspaces set settings = ${db.sql.json(DEFAULT_SETTINGS as never)}`;
  ctx = await db.ctxAt(NOW);
});
afterAll(() => db.drop());

type Told = { service?: string; team?: string; title?: string; dedup?: string; minutes?: number };

/** A page that rings somebody and clears by itself, after three minutes unless told otherwise. */
function page(key: string, day: number, minute = 0, { minutes = 3, ...told }: Told = {}): string {
  const at = START + day * DAY_MS + minute * MINUTE_MS;
  const line = (kind: string, when: number, more: object = {}) =>
    JSON.stringify({
      provider: "pagerduty",
      page: key,
      kind,
      at: new Date(when).toISOString(),
      by: "automation",
      ...more,
    });
  return [
    line("triggered", at, { title: "Disk almost full", service: "db", team: "core", ...told }),
    line("notified", at, { person: "PAMELIA" }),
    line("resolved", at + minutes * MINUTE_MS),
  ].join("\n");
}

const bring = (name: string, ...pages: string[]) => importText(ctx, pages.join("\n"), { name: `${name}.jsonl` });

type Around = Record<string, Record<string, unknown>>;

async function around(): Promise<Around> {
  const rows = await db.sql<{ key: string; around: Record<string, unknown> }[]>`
    select p.page_key as key, s.around from page_surroundings s
    join pages p on p.workspace_id = s.workspace_id and p.id = s.page_id order by p.page_key`;
  return Object.fromEntries(rows.map((row) => [row.key, row.around]));
}

async function learnt(): Promise<{ pages: number; fresh: number } | undefined> {
  const [row] = await db.sql<{ pages: number; fresh: number }[]>`select pages, fresh from learnt_surroundings`;
  return row;
}

async function homesAndCultures(): Promise<object | undefined> {
  const [row] = await db.sql`select learnt->'homes' as homes, learnt->'cultures' as cultures from learnt_surroundings`;
  return row;
}

const asIfLarge = () => db.sql`update learnt_surroundings set pages = ${LARGE}`;

async function learnAllAnew(): Promise<void> {
  await db.sql`delete from learnt_surroundings`;
  await judgeDirty(ctx);
}

describe("a workspace too large to be learnt at once", () => {
  /** Every day the same fault and what follows from it, two of them with the key of one that is still open. */
  const storm = (day: number) =>
    [0, 1, 2, 3, 4, 5, 6].map((minute) =>
      page(`S${day}-${minute}`, day, minute, {
        title: `Alert ${"abcdefg"[minute]} of the shop`,
        minutes: 30,
        ...(minute === 3 && { dedup: `key ${day}` }),
        ...(minute === 6 && { dedup: `key ${day}` }),
      }),
    );

  it("is learnt portion by portion as if it were learnt at once", async () => {
    await bring("storms", ...Array.from({ length: 9 }, (_, day) => storm(day)).flat(), page("alone", 3, 400));
    const once = await around();
    const ways = await homesAndCultures();
    expect(ways).toEqual({ homes: { ofMap: [[expect.any(String), "core"]] }, cultures: expect.anything() });
    const places = Object.values(once).filter(({ storms }) => storms !== undefined);
    expect(places.filter(({ storms }) => (storms as { cause: unknown }).cause !== null).length).toBeGreaterThan(40);
    for (const portionPages of [63, 20, 8]) {
      await db.sql`delete from learnt_surroundings`;
      await db.sql`delete from page_surroundings`;
      await db.sql`insert into dirty_signatures select workspace_id, id from signatures on conflict do nothing`;
      await learnSurroundings(ctx, new Crew(ownHands(ctx)), async () => new HabitLearner(), portionPages);
      expect(await around(), `${portionPages} pages at a time`).toEqual(once);
      expect(await learnt()).toEqual({ pages: 64, fresh: 0 });
      // 63 of 64 pages at a time leave one: nobody's home is learnt from that.
      expect(await homesAndCultures(), `${portionPages} pages at a time`).toEqual(ways);
    }
  });
});

describe("what lies around new pages of a large workspace", () => {
  it("is learnt as if all were learnt anew, and judged with", async () => {
    await bring("before", page("D1", 0), page("D2", 7), page("D3", 14, 0, { dedup: "disk 7", minutes: 40 }));
    await asIfLarge();
    const title = "Replication is late";
    await bring("after", page("R1", 14, 5, { title, dedup: "disk 7" }), page("R2", 21, 0, { title }));
    expect(await learnt()).toEqual({ pages: LARGE, fresh: 2 });
    const near = await around();
    expect(near).toMatchObject({ D3: { besideOthers: true }, R1: { besideOthers: true, sameProblem: { name: "D3" } } });
    expect(Object.keys(near)).toEqual(["D3", "R1"]);
    const [duplicate] = await db.sql`select verdict, reason from pages where page_key = 'R1'`;
    expect(duplicate).toEqual({ verdict: "noise", reason: "duplicate" });
    const dump = await dumpOf(db);
    await learnAllAnew();
    expect(await learnt()).toEqual({ pages: 5, fresh: 0 });
    expect(await around()).toEqual(near);
    expect(await dumpOf(db)).toEqual(dump);
  });

  it("judges the pages beside them again, and leaves those far from them as they are", async () => {
    await bring("before", page("D1", 0), page("D2", 14));
    await asIfLarge();
    await db.sql`update pages set reason = 'stale'`;
    await bring("after", page("R1", 14, 5, { title: "Replication is late" }), page("F1", 30, 0, { service: "web" }));
    const rows = await db.sql<{ key: string; reason: string | null }[]>`
      select page_key as key, reason from pages order by page_key`;
    // All pages of an alert are judged together.
    expect(rows.map(({ key, reason }) => [key, reason === "stale"])).toEqual([
      ["D1", false],
      ["D2", false],
      ["F1", false],
      ["R1", false],
    ]);
    await db.sql`update pages set reason = 'stale'`;
    await bring("later", page("F2", 45, 0, { service: "web" }));
    const stale = await db.sql<{ key: string }[]>`select page_key as key from pages where reason = 'stale' order by 1`;
    expect(stale.map(({ key }) => key)).toEqual(["D1", "D2", "R1"]);
  });

  it("keeps what is known of pages that lie further away, and finds what has been open for hours", async () => {
    const late = { title: "Replication is late", dedup: "disk 7" };
    const merged = JSON.stringify({
      ...{ provider: "pagerduty", page: "M1", kind: "merged", at: new Date(START + 14 * DAY_MS).toISOString() },
      ...{ by: "person", person: "PAMELIA", mergedInto: "L1" },
    });
    await bring(
      "before",
      page("L1", 10, 0, { service: "mail" }),
      page("M1", 14, 90, { title: "Mail is late", service: "mail" }),
      merged.replace("T10:00:00", "T11:31:00"),
      page("D1", 14, 0, { dedup: "disk 7", minutes: 20 * 60 }),
      page("R1", 14, 120, late),
    );
    const before = await around();
    expect(before).toEqual({
      M1: { links: expect.objectContaining({ name: "L1" }) },
      R1: { sameProblem: expect.objectContaining({ name: "D1" }) },
    });
    await asIfLarge();
    await bring("after", page("W1", 14, 110, { service: "web" }), page("R2", 14, 18 * 60, late));
    expect((await learnt())?.fresh).toBe(2);
    const near = await around();
    expect(near).toEqual({ ...before, R2: { sameProblem: expect.objectContaining({ name: "D1" }) } });
    await learnAllAnew();
    expect(await around()).toEqual(near);
  });

  it("tells symptoms by what is known of the alerts that follow each other", async () => {
    const burst = (day: number) => [
      page(`S${day}`, day, 0, { title: "Switch down", service: "net" }),
      ...["a", "b", "c", "d", "e"].map((host, index) =>
        page(`${host}${day}`, day, 1 + index, { title: "Host unreachable", service: host }),
      ),
    ];
    await bring("before", ...[0, 3, 6, 9, 12, 15].flatMap(burst));
    await asIfLarge();
    await bring("after", ...burst(20));
    expect((await learnt())?.fresh).toBe(6);
    const now = await around();
    expect(now.S20).toMatchObject({ storms: { isRoot: true, cause: null, pages: 6 } });
    expect(now.e20).toMatchObject({ storms: { isRoot: false, root: { name: "S20" }, cause: { name: "d20" } } });
    const [symptom] = await db.sql`select verdict, reason from pages where page_key = 'e20'`;
    expect(symptom).toEqual({ verdict: "noise", reason: "storm-symptom" });
  });

  it("is learnt anew with all else once a tenth of the pages is new", async () => {
    await bring("before", page("D1", 0));
    await db.sql`update learnt_surroundings set pages = ${LARGE}, fresh = ${LARGE / 10 - 1}`;
    await bring("at the tenth", page("D2", 1));
    expect(await learnt()).toEqual({ pages: LARGE, fresh: LARGE / 10 });
    await bring("beyond it", page("D3", 2));
    expect(await learnt()).toEqual({ pages: 3, fresh: 0 });
  });
});

describe("what is told of a judgement", () => {
  const idOfPage = async (key: string) =>
    (await db.sql<{ id: string }[]>`select id from pages where page_key = ${key}`)[0]?.id ?? "";

  it("is made of the names and numbers that are stored, what speaks against it as well", async () => {
    await bring("history", ...[0, 1, 2, 3].map((day) => page(`D${day}`, day)), page("D4", 4, 0, { minutes: 2_000 }));
    const told = (await pageDetail(ctx, await idOfPage("D1"))).inferred;
    expect(told?.votes).toContainEqual({
      family: "outcome",
      weight: -2.5,
      why: "cleared by its source 3 min after it opened, never acknowledged",
    });
  });
});

describe("an alert that is judged again", () => {
  type Written = { key: string; row: string; hash: string };
  const written = () => db.sql<Written[]>`
    select p.page_key as key, p.xmin::text as row, v.settings_hash as hash from pages p
    join engine_words v on v.workspace_id = p.workspace_id and v.page_id = p.id order by 1`;
  const judgeAgain = async () => {
    await db.sql`insert into dirty_signatures select workspace_id, id from signatures on conflict do nothing`;
    await judgeDirty(ctx);
  };

  it("writes none of the verdicts that stay, and each with the hash of other settings", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    const before = await written();
    await judgeAgain();
    expect(await written()).toEqual(before);
    const later: Settings = { ...DEFAULT_SETTINGS, thresholds: { stale: { openHours: 30 } } };
    await db.sql`update workspaces set settings = ${db.sql.json(later as never)}`;
    await judgeAgain();
    const after = await written();
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(new Set(before.map(({ hash }) => hash)).size).toBe(1);
    expect(new Set([...before, ...after].map(({ hash }) => hash)).size).toBe(2);
    expect(after.every(({ row, hash }, at) => row !== before[at]?.row && hash === after[0]?.hash)).toBe(true);
    await judgeAgain();
    expect(await written()).toEqual(after);
  });

  it("keeps the engine's word of a page on which a person's stands", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    const [one] = await db.sql<{ id: string }[]>`select id from pages where page_key = 'D1'`;
    const word = { verdict: "actionable", reason: null, note: null } as const;
    await giveVerdict(ctx, { kind: "page", id: one?.id ?? "" }, word);
    await judgeAgain();
    const said = () => db.sql`
      select p.verdict, p.origin, v.verdict as said from pages p join engine_words v on v.page_id = p.id
      where p.page_key = 'D1'`;
    expect(await said()).toEqual([{ verdict: "actionable", origin: "person", said: "noise" }]);
    await withdrawVerdict(ctx, { kind: "page", id: one?.id ?? "" });
    expect(await said()).toEqual([{ verdict: "noise", origin: "inferred", said: "noise" }]);
    expect((await db.sql`select from verdicts`).length).toBe(0);
    expect((await dumpOf(db)).explained).toHaveLength(5);
  });
});

describe("what is told of a verdict", () => {
  it("is told of the one that was given, whatever words on other alerts have taught since", async () => {
    const title = (alert: number) => `Alert ${"abcdefghi"[alert]} of the shop`;
    const alerts = Array.from({ length: 9 }, (_, alert) =>
      [0, 1, 2, 3].map((n) => page(`A${alert}-${n}`, n * 3, alert * 60, { title: title(alert), minutes: 25 })),
    );
    await bring("history", ...alerts.flat());
    const priors = () => db.sql<{ mu: number }[]>`select prior_mu as mu from judged_alerts`;
    expect(new Set((await priors()).map(({ mu }) => mu))).toEqual(new Set([0.5]));
    const rows = await db.sql<{ id: string; key: string }[]>`
      select id, page_key as key from pages where page_key !~ 'A8|-3' order by page_key`;
    for (const [at, { id }] of rows.entries()) {
      const verdict = at % 4 === 0 ? "actionable" : "noise";
      await giveVerdict(ctx, { kind: "page", id }, { verdict, reason: null, note: null });
    }
    const known = new Set((await priors()).map(({ mu }) => mu));
    expect(known.size).toBeGreaterThan(1);
    // Refuses an explanation of another verdict than the one that is stored.
    expect((await dumpOf(db)).explained).toHaveLength(36);
  });
});

describe("another version of the classifier", () => {
  it("adds its verdicts, keeps those of the earlier one, and the pages carry the newest", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    const before = CLASSIFIER_VERSION - 1;
    await db.sql`update judgings set classifier_version = ${before}`;
    await db.sql`update learnt_surroundings set classifier_version = ${before}`;
    await db.sql`update pages set verdict = 'unclear', reason = null`;
    const old = await wordsOf(before);
    expect(old.map(({ verdict }) => verdict)).toEqual(Array(5).fill("unclear"));
    await judgeDirty(ctx);
    expect(await wordsOf(before)).toEqual(old);
    const rows = await db.sql<{ verdict: string; reason: string; said: string }[]>`
      select distinct p.verdict, p.reason, v.verdict as said from pages p
      join engine_words v on v.page_id = p.id and v.classifier_version = ${CLASSIFIER_VERSION}`;
    expect(rows).toEqual([{ verdict: "noise", reason: "self-healed", said: "noise" }]);
    await judgeDirty(ctx);
    expect((await db.sql`select from engine_words`).length).toBe(10);
  });

  it("adds its word on a page on which a person's stands, and keeps both when that is withdrawn", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    const [one] = await db.sql<{ id: string }[]>`select id from pages where page_key = 'D1'`;
    const id = one?.id ?? "";
    await giveVerdict(ctx, { kind: "page", id }, { verdict: "actionable", reason: null, note: null });
    const before = CLASSIFIER_VERSION - 1;
    await db.sql`update judgings set classifier_version = ${before}`;
    await db.sql`update verdicts set classifier_version = ${before}`;
    await db.sql`update learnt_surroundings set classifier_version = ${before}`;
    const old = await wordsOf(before);
    await judgeDirty(ctx);
    await withdrawVerdict(ctx, { kind: "page", id });
    expect(await wordsOf(before)).toEqual(old);
    expect((await wordsOf(CLASSIFIER_VERSION)).map(({ page_id }) => page_id)).toEqual(
      old.map(({ page_id }) => page_id),
    );
  });

  it("finds the words of a version that kept them beside the pages", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    const now = await wordsOf(CLASSIFIER_VERSION);
    await db.sql`insert into verdicts select * from engine_words`;
    await db.sql`update pages set judging_id = null`;
    expect(await wordsOf(CLASSIFIER_VERSION)).toEqual(now);
    await db.sql`insert into dirty_signatures select distinct workspace_id, signature_id from pages`;
    await judgeDirty(ctx);
    expect(await wordsOf(CLASSIFIER_VERSION)).toEqual(now);
    expect((await db.sql`select from verdicts`).length).toBe(0);
  });

  const wordsOf = (version: number) => db.sql<{ page_id: string; verdict: string }[]>`
    select page_id, classifier_version, verdict, probability, reason, settings_hash from engine_words
    where classifier_version = ${version} order by page_id`;
});

describe("the rules of the workspace", () => {
  const strict: Settings = { ...DEFAULT_SETTINGS, thresholds: { "self-healed": { withinMinutes: 2 } } };
  const selfHealed = async () => (await db.sql`select from pages where reason = 'self-healed'`).length;

  it("are those that stand when it is judged, not those that were read before", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    expect(await selfHealed()).toBe(5);
    await db.sql`
      insert into dirty_signatures (workspace_id, signature_id) select workspace_id, id from signatures`;
    let judging = Promise.resolve();
    await db.sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${ctx.workspaceId})`;
      judging = judgeDirty(ctx);
      await waitingForLock();
      await tx`update workspaces set settings = ${tx.json(strict as never)}`;
    });
    await judging;
    expect(await selfHealed()).toBe(0);
  });

  it("are also those by which habits are learnt", async () => {
    await bring("history", ...Array.from({ length: 30 }, (_, day) => page(`D${day}`, day)));
    const alerts = (await db.sql<{ id: string }[]>`select id from signatures`).map(({ id }) => id);
    const observed = async () =>
      observePortion(ctx, { alerts, latest: null }, await knownBeyond(db.sql, ctx.workspaceId, new Set<string>()));
    const before = await observed();
    const noClock: Settings = { ...DEFAULT_SETTINGS, thresholds: { scheduled: { openings: 31 } } };
    await db.sql`update workspaces set settings = ${db.sql.json(noClock as never)}`;
    expect(await observed()).not.toEqual(before);
  });

  it("are also those of a word that was begun before they changed", async () => {
    await bring("history", ...[0, 1, 2, 3, 4].map((day) => page(`D${day}`, day)));
    await db.sql`update workspaces set settings = ${db.sql.json(strict as never)}`;
    const [one] = await db.sql<{ id: string }[]>`select id from pages where page_key = 'D1'`;
    await giveVerdict(
      ctx,
      { kind: "page", id: one?.id ?? "" },
      { verdict: "noise", reason: "self-healed", note: null },
    );
    expect(await selfHealed()).toBe(1);
  });

  async function waitingForLock(): Promise<void> {
    for (;;) {
      const rows = await db.sql`
        select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
        where l.locktype = 'advisory' and not l.granted`;
      if (rows.length > 0) return;
    }
  }
});

describe("a label", () => {
  it("moves the verdicts of the other pages of its alert, and back when it is withdrawn", async () => {
    // Acknowledged and ended by nobody knows whom: nothing but labels can decide.
    const silent = (key: string, day: number) => {
      const at = new Date(START + day * DAY_MS).toISOString();
      const told = { provider: "pagerduty", page: key, by: "unknown", title: "Queue is long", service: "mail" };
      return [
        JSON.stringify({ ...told, kind: "triggered", at }),
        JSON.stringify({ ...told, kind: "acknowledged", at, by: "person", person: "PAMELIA" }),
        JSON.stringify({ ...told, kind: "resolved", at: new Date(Date.parse(at) + 4 * MINUTE_MS).toISOString() }),
      ].join("\n");
    };
    await bring("history", ...[0, 2, 4, 6, 8, 10].map((day) => silent(`Q${day}`, day)));
    const [before, ...others] = await inferred();
    expect(before?.verdict).toBe("unclear");
    expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(["unclear"]));
    const rows = await db.sql<{ id: string }[]>`select id from pages where page_key in ('Q0', 'Q2', 'Q4')`;
    const fixed = { verdict: "actionable", reason: "fixed-a-fault", note: null } as const;
    for (const { id } of rows) await giveVerdict(ctx, { kind: "page", id }, fixed);
    const taught = await inferred();
    expect(taught.filter(({ key }) => key > "Q4" || key === "Q10").map(({ verdict }) => verdict)).toEqual([
      "actionable",
      "actionable",
      "actionable",
    ]);
    for (const { id } of rows) await withdrawVerdict(ctx, { kind: "page", id });
    expect(await inferred()).toEqual([before, ...others]);
  });

  async function inferred() {
    return db.sql<{ key: string; verdict: string; probability: number }[]>`
      select p.page_key as key, v.verdict, v.probability from engine_words v
      join pages p on p.workspace_id = v.workspace_id and p.id = v.page_id order by p.page_key`;
  }
});

describe("habits", () => {
  const told = async (teamPages: number) => {
    const { tasks, pages } = await habitTasks(db.sql, ctx.workspaceId, { teamPages, latest: 4 });
    const observed: Observation[] = [];
    for (const task of tasks) {
      if (task.kind !== "observe") throw new Error(`${task.kind} tells no habits`);
      const beyond = await knownBeyond(db.sql, ctx.workspaceId, new Set<string>());
      for (const { team, signature, pages: groups } of await observePortion(ctx, task, beyond)) {
        const [alert] = await db.sql<{ title: string }[]>`
          select distinct title from pages where signature_id = ${signature}`;
        observed.push([team, alert?.title, groups.reduce((sum, count) => sum + count, 0)]);
      }
    }
    expect(observed.reduce((sum, [, , count]) => sum + count, 0)).toBe(pages);
    return observed.sort(([, one = ""], [, other = ""]) => (one < other ? -1 : 1));
  };
  type Observation = [string, string | undefined, number];

  it("are learnt from all pages of a team, and from the latest of each alert where these are very many", async () => {
    const many = Array.from({ length: 6 }, (_, day) => page(`D${day}`, day, 0, { team: "core" }));
    const few = [0, 1].map((day) => page(`Q${day}`, day, 30, { team: "core", title: "Queue is long" }));
    const others = [0, 1, 2, 3, 4, 5].map((day) => page(`M${day}`, day, 50, { team: "mail", title: "Mail waits" }));
    await bring("history", ...many, ...few, ...others);
    const whole = [
      ["core", "Disk almost full", 6],
      ["mail", "Mail waits", 6],
      ["core", "Queue is long", 2],
    ];
    expect(await told(9)).toEqual(whole);
    expect(await told(8)).toEqual(whole);
    expect(await told(7)).toEqual([
      ["core", "Disk almost full", 4],
      ["mail", "Mail waits", 6],
      ["core", "Queue is long", 2],
    ]);
  });

  it("are learnt from the latest pages of an alert as if there had been no earlier ones", async () => {
    const days = (from: number) =>
      Array.from({ length: 8 - from }, (_, nth) =>
        page(`D${from + nth}`, from + nth, 0, { team: "core", minutes: 3 + 30 * ((from + nth) % 2) }),
      );
    const observed = async (latest: number | null) => {
      const alerts = (await db.sql<{ id: string }[]>`select id from signatures`).map(({ id }) => id);
      const [one] = await observePortion(
        ctx,
        { alerts, latest },
        await knownBeyond(db.sql, ctx.workspaceId, new Set()),
      );
      return { cells: one?.cells, pages: one?.pages, others: one?.others, first: one?.first };
    };
    await bring("history", ...days(0));
    const [all, latest] = [await observed(null), await observed(4)];
    expect(latest).not.toEqual(all);
    await emptyWorkspace(db);
    await bring("later", ...days(4));
    expect(await observed(null)).toEqual(latest);
  });
});
