import { describe, expect, it } from "vitest";
import { isRaised } from "@/lib/statistics/rate-ratio";
import { changesByScope, touches } from "./change-scope";
import { testWindows, windowAt, windowsOf } from "./change-windows";
import { changeOf, DAY, drawsOf, HOUR, MINUTE, START } from "./test-pages";

const LIMITS = { beforeMinutes: 5, afterMinutes: 30 };
const SCOPE = { service: "db", team: "core", environment: "prod", rule: "r1", title: "Disk full" };

describe("touches", () => {
  it.each([
    [{}, true],
    [{ service: "DB " }, true],
    [{ service: "web" }, false],
    [{ team: "web" }, false],
    [{ service: "db", environment: "qa" }, false],
    [{ rule: "r1" }, true],
    [{ rule: "disk full" }, true],
    [{ rule: "r2" }, false],
  ])("%o: %s", (change, expected) => expect(touches(changeOf(change), SCOPE)).toBe(expected));

  it("an environment that is not told may be any, a service not", () => {
    expect(touches(changeOf({ environment: "qa" }), { ...SCOPE, environment: null })).toBe(true);
    expect(touches(changeOf({ service: "db" }), { ...SCOPE, service: null })).toBe(false);
  });

  it("finds the same by scope, in order", () => {
    const changes = [
      changeOf({ startsAt: 3, rule: "r1" }),
      changeOf({ startsAt: 1, service: "db" }),
      changeOf({ startsAt: 2, service: "web" }),
    ];
    expect(changesByScope(changes)(SCOPE).map(({ startsAt }) => startsAt)).toEqual([1, 3]);
  });
});

describe("windowsOf", () => {
  it("from five minutes before to half an hour after, joined where they overlap, none of a rollback", () => {
    const windows = windowsOf(
      [
        changeOf(),
        changeOf({ startsAt: START + 35 * MINUTE }),
        changeOf({ startsAt: START + 5 * HOUR, isRollback: true }),
      ],
      ["deploy"],
      LIMITS,
    );
    expect(windows.map(({ from, to }) => [(from - START) / MINUTE, (to - START) / MINUTE])).toEqual([[-5, 65]]);
    const at = (minute: number) => windowAt(windows, START + minute * MINUTE) !== null;
    expect([at(-5.01), at(-5), at(64.9), at(65)]).toEqual([false, true, true, false]);
  });
});

describe("testWindows", () => {
  const raised = (times: readonly number[], changes: readonly { startsAt: number }[]) => {
    const windows = windowsOf(
      changes.map((each) => changeOf(each)),
      ["deploy"],
      LIMITS,
    );
    const test = testWindows(
      windows,
      times.toSorted((a, b) => a - b),
      START + 60 * DAY,
      "UTC",
    );
    return test !== null && isRaised(test.ratio, 3, 1);
  };
  const deploys = Array.from({ length: 12 }, (_, index) => ({ startsAt: START + (5 * index + 1) * DAY + 9 * HOUR }));
  const first = START;

  it.each([
    [0, false],
    [1, false],
    [4, true],
    [9, true],
  ])("after %s of 12 deploys: %s", (hit, expected) => {
    expect(raised([first, ...deploys.slice(0, hit).map(({ startsAt }) => startsAt + 7 * MINUTE)], deploys)).toBe(
      expected,
    );
  });

  it("a page every day at the hour of the deploys is the hour's, not the deploys'", () => {
    expect(
      raised(
        Array.from({ length: 60 }, (_, day) => START + day * DAY + 9 * HOUR + 7 * MINUTE),
        deploys,
      ),
    ).toBe(false);
  });

  it("shuffled deploys of working hours explain pages of working hours in at most 5 %% of cases", () => {
    const draw = drawsOf(21);
    const working = () => {
      const day = Math.floor(draw() * 12) * 5 + Math.floor(draw() * 5);
      return START - 2 * HOUR + day * DAY + (9 + 9 * draw()) * HOUR;
    };
    let claims = 0;
    for (let run = 0; run < 400; run += 1) {
      const pages = Array.from({ length: 5 + Math.floor(draw() * 60) }, working);
      const shuffled = Array.from({ length: 5 + Math.floor(draw() * 60) }, () => ({ startsAt: working() })).sort(
        (a, b) => a.startsAt - b.startsAt,
      );
      if (raised(pages, shuffled)) claims += 1;
    }
    expect(claims / 400).toBeLessThanOrEqual(0.05);
  });
});
