import { describe, expect, it } from "vitest";
import { fileName } from "./file-name";

const DAYS = { first: "2026-11-09", last: "2026-11-15" };

describe("the name of a file", () => {
  it("says team, figure, days and zone", () =>
    expect(fileName({ team: "Payments", metric: "Noise share", days: DAYS, zone: "Europe/London" }, "csv")).toBe(
      "payments_noise-share_2026-11-09_2026-11-15_Europe-London.csv",
    ));
  it("leaves out what is not known", () =>
    expect(fileName({ team: null, metric: "Said and seen", days: null, zone: null }, "png")).toBe("said-and-seen.png"));
  it.each([
    ["../../etc/passwd", "etc-passwd"],
    ['a/b\\c:d*?"<>|', "a-b-c-d"],
    ["Zahlungen & Überweisungen", "zahlungen-überweisungen"],
    ["x".repeat(200), "x".repeat(60)],
  ])("holds no part that leads elsewhere: %s", (team, part) =>
    expect(fileName({ team, metric: "m", days: null, zone: "America/Port-au-Prince" }, "svg")).toBe(
      `${part}_m_America-Port-au-Prince.svg`,
    ),
  );
});
