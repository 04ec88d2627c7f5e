import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { diffText } from "@/lib/silence/diff-text";
import type { Applier, Means, Order, Plan } from "./applier";
import { appliers } from "./index";

type Fixture = { order: Partial<Omit<Order, "expiresAt">> & { expiresAt?: string }; config?: string } & Partial<
  Omit<Means, "config">
>;

const FIXTURES = join(import.meta.dirname, "fixtures");
const folder = mkdtempSync(join(tmpdir(), "squelch-appliers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const CHECKERS: Record<NonNullable<Applier["checker"]>, { program: string; args: string[]; ending: RegExp }> = {
  "promtool check rules": { program: "promtool", args: ["check", "rules"], ending: /\.ya?ml$/ },
  "amtool check-config": { program: "amtool", args: ["check-config"], ending: /\.ya?ml$/ },
  "terraform fmt -check": { program: "terraform", args: ["fmt", "-check", "-diff"], ending: /\.tf$/ },
};
const installed = new Map(
  Object.values(CHECKERS).map(({ program }) => [program, spawnSync(program, ["--version"]).status === 0]),
);
for (const [program, isThere] of installed)
  if (!isThere) process.stdout.write(`${program} is not installed: what it would check is skipped\n`);

const inputsOf = (id: string) =>
  readdirSync(join(FIXTURES, id)).filter((name) => /^[\w-]+\.json$/.test(name) && name !== "orchestration.json");

function planOf(applier: Applier, file: string): Plan {
  const { order, config, ...means } = JSON.parse(readFileSync(join(FIXTURES, applier.id, file), "utf8")) as Fixture;
  const text = config === undefined ? null : readFileSync(join(FIXTURES, applier.id, config), "utf8");
  const whole: Order = {
    decisionId: "4711",
    kind: "tune",
    treatment: { kind: "drop" },
    reason: "flaps every night",
    owner: "Ada Okafor",
    link: "https://squelch.example/signatures/1",
    now: Date.parse("2026-11-23T00:00:00Z"),
    service: "Orders",
    matchers: null,
    titles: [],
    otherTitles: [],
    template: null,
    others: [],
    known: 0,
    ...order,
    expiresAt: order.expiresAt === undefined ? null : Date.parse(order.expiresAt),
  };
  try {
    return applier.plan(whole, {
      label: null,
      receiver: null,
      whileFiring: null,
      ...means,
      config: config === undefined || text === null ? null : { name: config, text },
    });
  } catch (error) {
    if (error instanceof AppError) return { refused: error.message };
    throw error;
  }
}

function shown(plan: Plan): string {
  if ("refused" in plan) return `REFUSED ${plan.refused}\n`;
  const { sentence, limits, change } = plan;
  const body =
    change.kind === "request"
      ? `${change.request.method} ${change.request.path}\n${change.request.body}\n`
      : change.files.map(({ name, before, after }) => diffText(name, before, after)).join("\n");
  return `${sentence}\n${limits.map((limit) => `* ${limit}\n`).join("")}\n${body}`;
}

describe.each(appliers.map((applier) => ({ ...applier, applier })))("$id", ({ id, applier }) => {
  it("has fixtures", () => expect(inputsOf(id).length).toBeGreaterThan(2));

  it.each(inputsOf(id))("writes %s as its golden says", async (file) => {
    const golden = join(FIXTURES, id, file.replace(/\.json$/, ".golden.txt"));
    const text = shown(planOf(applier, file));
    expect(/-refused\.json$/.test(file)).toBe(text.startsWith("REFUSED"));
    await expect(text).toMatchFileSnapshot(golden);
  });

  const checker = applier.checker && CHECKERS[applier.checker];
  it.skipIf(!checker || !installed.get(checker.program))(`passes ${applier.checker ?? "no checker"}`, () => {
    if (!checker) return;
    const paths = inputsOf(id).flatMap((file) => {
      const plan = planOf(applier, file);
      if ("refused" in plan || plan.change.kind !== "files") return [];
      // promtool knows plain rule files only.
      const files = plan.change.files.filter(({ name }) => checker.ending.test(name) && name !== "operator.yml");
      return files.map(({ name, after }) => {
        const path = join(folder, `${file.replace(/\.json$/, "")}.${name}`);
        writeFileSync(path, after);
        return path;
      });
    });
    expect(paths.length).toBeGreaterThan(0);
    const { status, stdout, stderr } = spawnSync(checker.program, [...checker.args, ...paths], { encoding: "utf8" });
    expect(status, `${stdout}${stderr}`).toBe(0);
  });
});

/** No program checks these: the bodies as their vendors document them, and nothing besides. */
const Hour = z.int().min(0).max(23);
const Minute = z.int().min(0).max(59);
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const Condition = z.strictObject({
  field: z.enum(["message", "alias", "description", "source", "entity", "tags", "actions", "priority"]),
  operation: z.enum(["matches", "contains", "starts-with", "ends-with", "equals", "is-empty"]),
  expectedValue: z.string().min(1).max(15_000),
});
const Restriction = z.strictObject({
  startDay: z.enum(WEEKDAYS),
  startHour: Hour,
  startMin: Minute,
  endDay: z.enum(WEEKDAYS),
  endHour: Hour,
  endMin: Minute,
});
/** https://docs.opsgenie.com/docs/policy-api */
const OpsgeniePolicy = z
  .strictObject({
    type: z.literal("notification"),
    name: z.string().min(1).max(512),
    enabled: z.boolean(),
    policyDescription: z.string().max(512),
    filter: z.strictObject({
      type: z.enum(["match-all", "match-any-condition", "match-all-conditions"]),
      conditions: z.array(Condition).min(1).max(20),
    }),
    timeRestrictions: z
      .strictObject({ type: z.literal("weekday-and-time-of-day"), restrictions: z.array(Restriction).min(1) })
      .optional(),
    suppress: z.boolean().optional(),
    delayAction: z
      .discriminatedUnion("delayOption", [
        z.strictObject({
          delayOption: z.literal("for-duration"),
          duration: z.strictObject({ timeAmount: z.int().positive(), timeUnit: z.enum(["minutes", "hours", "days"]) }),
        }),
        z.strictObject({ delayOption: z.literal("next-time"), untilHour: Hour, untilMinute: Minute }),
      ])
      .optional(),
  })
  .refine(({ suppress, delayAction }) => (suppress === undefined) !== (delayAction === undefined), "does one thing");

const Duration = z.string().regex(/^(\d+[smhdw])+$/);
const Clock = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/);
const Policy = z.looseObject({
  object_matchers: z.array(z.tuple([z.string(), z.enum(["=", "!=", "=~", "!~"]), z.string()])).optional(),
  mute_time_intervals: z.array(z.string()).optional(),
  get routes() {
    return z.array(Policy).optional();
  },
});
/** https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/ */
const GrafanaFile = z.looseObject({
  apiVersion: z.literal(1),
  groups: z
    .array(
      z.looseObject({
        name: z.string(),
        folder: z.string(),
        interval: Duration,
        rules: z.array(
          z.looseObject({
            title: z.string(),
            condition: z.string(),
            data: z.array(z.unknown()),
            for: Duration.optional(),
            keepFiringFor: Duration.optional(),
          }),
        ),
      }),
    )
    .optional(),
  policies: z.array(Policy.extend({ orgId: z.int().optional(), receiver: z.string() })).optional(),
  muteTimes: z
    .array(
      z.strictObject({
        orgId: z.int(),
        name: z.string(),
        time_intervals: z.array(
          z.strictObject({
            weekdays: z.array(z.enum(WEEKDAYS)).min(1),
            times: z.array(z.strictObject({ start_time: Clock, end_time: Clock })).min(1),
            location: z.string().refine((zone) => Intl.supportedValuesOf("timeZone").includes(zone)),
          }),
        ),
      }),
    )
    .optional(),
});

describe.each([
  ["opsgenie-policy", OpsgeniePolicy],
  ["grafana", GrafanaFile],
] as const)("what goes to %s", (id, schema) => {
  const applier = appliers.find((one) => one.id === id);
  const written = inputsOf(id).flatMap((file) => {
    const plan: Plan = applier ? planOf(applier, file) : { refused: "" };
    if ("refused" in plan || plan.change.kind !== "files") return [];
    return plan.change.files.map(({ after }) => [file, after] as const);
  });

  it("is something", () => expect(written.length).toBeGreaterThan(1));

  it.each(written)("is a body of its documented form, unchanged by reading it: %s", (_, after) => {
    const body: unknown = parse(after);
    expect(schema.parse(body)).toEqual(body);
  });
});
