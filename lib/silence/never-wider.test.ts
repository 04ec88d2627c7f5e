import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSeq, parse } from "yaml";
import { AppError } from "@/lib/errors";
import { MATCHER_OPERATORS, type Matcher, type Scope } from "@/lib/model/scope";
import { alertmanagerConfig } from "./appliers/alertmanager-config";
import type { Order } from "./appliers/applier";
import {
  type LabelMatcher,
  type Labels,
  matchesLabel,
  matchesLabels,
  readMatchers,
  writeMatcher,
} from "./label-matcher";
import { labelMatchersOf } from "./label-matchers-of";

const few = fc.constantFrom("", "a", "b", "Warning");
const labels: fc.Arbitrary<Labels> = fc.record({
  alertname: fc.constantFrom("a", "b"),
  service: few,
  team: few,
  env: few,
  environment: few,
  severity: few,
  instance: few,
});

/** What a page of the alert says, as the parser of Alertmanager's deliveries reads it. */
function factsOf(one: Labels): Record<string, string> {
  const severity = one.severity ?? "";
  const environment = one.environment || one.env || "";
  const identity = JSON.stringify([one.alertname, one.service, environment, severity.toLowerCase()]);
  const { alertname: title = "", service = "", team = "" } = one;
  return { signature: identity, title, service, team, environment, severity, priority: severity, urgency: "" };
}

const inScope = (scope: Scope, one: Labels) =>
  scope.every(({ field, ...rest }) => matchesLabel({ name: field, ...rest }, factsOf(one)[field] ?? ""));

const matcher = (field: Matcher["field"]): fc.Arbitrary<Matcher> =>
  fc.record({
    field: fc.constant(field),
    operator: fc.constantFrom(...MATCHER_OPERATORS),
    value: fc.constantFrom("", "a", "b", "Warning", "a|b", ".+"),
  });

const scopes: fc.Arbitrary<Scope> = fc.oneof(
  labels.map((one) => [{ field: "signature" as const, operator: "=" as const, value: factsOf(one).signature ?? "" }]),
  fc
    .constantFrom("service", "team", "environment", "title", "severity", "priority", "urgency" as const)
    .chain((field) => matcher(field as Matcher["field"]))
    .chain((one) => fc.array(matcher("service"), { maxLength: 1 }).map((more) => [one, ...more])),
);

describe("labels for a scope", () => {
  it("never catch an alert that the scope is not about, known or not", () => {
    let found = 0;
    fc.assert(
      fc.property(
        scopes,
        fc.array(labels, { maxLength: 12 }),
        fc.array(labels, { maxLength: 12 }),
        (scope, known, fresh) => {
          const inside = known.filter((one) => inScope(scope, one));
          const result = labelMatchersOf(scope, { inside, outside: known.filter((one) => !inScope(scope, one)) });
          if ("refused" in result) return;
          found += 1;
          for (const one of [...known, ...fresh])
            if (matchesLabels(result.matchers, one))
              expect(inScope(scope, one), JSON.stringify({ scope, one })).toBe(true);
        },
      ),
      { numRuns: 600 },
    );
    expect(found).toBeGreaterThan(30);
  });

  it("are those that all recent alerts share, and ask what is not set to be empty", () => {
    const alert = (instance: string) => ({ alertname: "DiskFull", service: "orders", job: "node", instance });
    const scope: Scope = [{ field: "signature", operator: "=", value: "1" }];
    const found = labelMatchersOf(scope, { inside: [alert("db-1"), alert("db-2")], outside: [] });
    expect("matchers" in found && found.matchers.map(writeMatcher)).toEqual([
      'alertname="DiskFull"',
      'job="node"',
      'service="orders"',
      'severity=""',
      'environment=""',
      'env=""',
    ]);
  });

  it.each<[Matcher["operator"], string, string[]]>([
    ["!~", "test|qa", ['environment!~"test|qa"', 'env!~"test|qa"']],
    ["!=", "qa", ['environment!="qa"', 'env!="qa"']],
    ["=~", "|production", ['environment=~"|production"', 'env=~"|production"']],
    ["=", "production", ['environment="production"']],
    ["=~", "prod.*", ['environment=~"prod.*"']],
  ])("ask the second label as well where an empty first one passes: environment %s %s", (operator, value, written) => {
    const scope: Scope = [{ field: "environment", operator, value }];
    const found = labelMatchersOf(scope, { inside: [{ alertname: "a", environment: "production" }], outside: [] });
    expect("matchers" in found && found.matchers.map(writeMatcher)).toEqual(written);
  });

  it.each([
    ["no labels are known", [], /No labels/],
    ["it was merged by hand", [{ alertname: "a" }, { alertname: "b" }], /different names/],
    [
      "its services differ",
      [
        { alertname: "a", service: "x" },
        { alertname: "a", service: "y" },
      ],
      /differ in the label service/,
    ],
  ])("are refused where %s", (_, inside, why) => {
    const found = labelMatchersOf([{ field: "signature", operator: "=", value: "1" }], { inside, outside: [] });
    expect("refused" in found ? found.refused : "").toMatch(why);
  });
});

describe("matchers as people type them", () => {
  it("are read as they are written", () => {
    const value = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("a", "job_1"), fc.constantFrom("=" as const, "!=" as const), value)),
        (all) => {
          const matchers: LabelMatcher[] = [
            { name: "alertname", operator: "=", value: "x" },
            ...all.map(([name, operator, text]) => ({ name, operator, value: text.replaceAll("\r", "") })),
          ];
          expect(readMatchers(`{${matchers.map(writeMatcher).join(", ")}}`)).toEqual(matchers);
        },
      ),
    );
  });

  it.each([
    ['alertname=DiskFull\nseverity=~"warning|info"', ['alertname="DiskFull"', 'severity=~"warning|info"']],
    ['{a="x,y", b!~"}"}', ['a="x,y"', 'b!~"}"']],
  ])("%s", (text, written) => expect(readMatchers(text).map(writeMatcher)).toEqual(written));

  it.each(["", "{}", 'a=""', 'a!="x"', "a", "=b", 'a=~"("', 'a=~".*"'])("%j is refused", (text) =>
    expect(() => readMatchers(text)).toThrow(AppError),
  );
});

type Route = {
  receiver?: string;
  matchers?: string[];
  routes?: Route[];
  continue?: boolean;
  mute_time_intervals?: string[];
  group_by?: string[];
};
type Told = { receiver: string; mutes: readonly string[]; groups: string };

/** Alertmanager's own rules of routing: first match wins, unless it goes on; what no child takes ends here. */
function tell(route: Route, one: Labels, above: Told): Told[] {
  const here = {
    receiver: route.receiver ?? above.receiver,
    mutes: route.mute_time_intervals ?? [],
    groups: route.group_by?.join() ?? above.groups,
  };
  const told: Told[] = [];
  for (const child of route.routes ?? []) {
    const takes = (child.matchers ?? []).every((text) => matchesLabels(readMatchers(text), one));
    if (!takes) continue;
    told.push(...tell(child, one, here));
    if (!child.continue) break;
  }
  return told.length > 0 ? told : [here];
}

const routeMatcher = fc
  .tuple(fc.constantFrom("service", "team", "severity"), fc.constantFrom("a", "b"))
  .map(([name, value]) => `${name}="${value}"`);
const routes: fc.Arbitrary<Route> = fc.letrec<{ route: Route }>((tie) => ({
  route: fc.record(
    {
      receiver: fc.constantFrom("one", "two"),
      matchers: fc.array(routeMatcher, { minLength: 1, maxLength: 2 }),
      mute_time_intervals: fc.constant(["christmas"]),
      group_by: fc.constant(["team"]),
      continue: fc.boolean(),
      routes: fc.array(tie("route"), { maxLength: 2, depthIdentifier: "tree" }),
    },
    { requiredKeys: ["matchers"] },
  ),
})).route;

/** Block style, as people write these files. */
function asYaml(route: Route, pad: string): string {
  const lines = Object.entries(route).flatMap(([key, value]) => {
    if (key === "routes")
      return (value as Route[]).length === 0
        ? []
        : [
            `${pad}routes:`,
            ...(value as Route[]).map((child) => asYaml(child, `${pad}    `).replace(`${pad}    `, `${pad}  - `)),
          ];
    return [`${pad}${key}: ${isSeq(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)}`];
  });
  return lines.join("\n");
}

describe("an Alertmanager tree with a mute in it", () => {
  it("sends every alert where it went before, and holds back those that were decided about and no other", () => {
    let planned = 0;
    fc.assert(
      fc.property(fc.array(routes, { maxLength: 3 }), fc.array(labels, { maxLength: 20 }), (children, alerts) => {
        const matchers: LabelMatcher[] = [
          { name: "alertname", operator: "=", value: "a" },
          { name: "service", operator: "=", value: "a" },
        ];
        const root: Route = { receiver: "root", routes: children };
        const text = `route:\n${asYaml(root, "  ")}\nreceivers: []\n`;
        const order = {
          decisionId: "7",
          kind: "tune",
          reason: "r",
          owner: null,
          link: null,
          expiresAt: null,
          treatment: { kind: "window", zone: "UTC", quiet: [{ weekday: 0, fromMinute: 0, toMinute: 60 }] },
          matchers,
        } as unknown as Order;
        const plan = alertmanagerConfig.plan(order, {
          config: { name: "a.yml", text },
          label: null,
          receiver: null,
          whileFiring: null,
        });
        if ("refused" in plan || plan.change.kind !== "files") return;
        planned += 1;
        const after = (parse(plan.change.files[0]?.after ?? "") as { route: Route }).route;
        const none: Told = { receiver: "", mutes: [], groups: "" };
        for (const one of alerts) {
          const isMeant = matchesLabels(matchers, one);
          const before = tell(root, one, none).map((told) => ({
            ...told,
            mutes: isMeant ? [...told.mutes, "squelch-7"] : told.mutes,
          }));
          expect(tell(after, one, none), text).toEqual(before);
        }
      }),
      { numRuns: 150 },
    );
    expect(planned).toBeGreaterThan(50);
  });
});
