import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nagios } from "./nagios";
import { isLogOfNagios } from "./nagios/log-lines";
import type { Outcome } from "./provider";

function readAll(lines: readonly string[]): Outcome[] {
  const [log] = nagios.formats;
  if (log?.shape !== "lines") throw new Error("no log");
  return lines.map(log.reader({ zone: null, envelope: null, receivedAt: null }));
}

/** What each line said: kinds and the page, or its outcome. */
function said(lines: readonly string[]): string[] {
  return readAll(lines).map((one) =>
    one.outcome === "accepted" ? one.events.map(({ kind, pageKey }) => `${kind} ${pageKey}`).join(", ") : one.outcome,
  );
}

const alert = (at: number, state: string, type = "HARD", of = "web;HTTP"): string =>
  `[${1_700_000_000 + at}] SERVICE ALERT: ${of};${state};${type};3;output; with a semicolon`;
const notice = (at: number, state: string, of = "web;HTTP"): string =>
  `[${1_700_000_000 + at}] SERVICE NOTIFICATION: ana;${of};${state};notify-service-by-email;output; more`;

describe("the problems of a Nagios log", () => {
  it("are a page each, from their HARD opening to their end", () => {
    const lines = [alert(0, "CRITICAL"), alert(60, "OK"), alert(120, "WARNING"), alert(180, "OK")];
    expect(said(lines)).toEqual([
      "triggered web;HTTP@1700000000",
      "resolved web;HTTP@1700000000",
      "triggered web;HTTP@1700000120",
      "resolved web;HTTP@1700000120",
    ]);
  });

  it("are not begun or ended by SOFT states", () => {
    expect(said([alert(0, "CRITICAL", "SOFT"), alert(60, "OK", "SOFT")])).toEqual(["ignored", "ignored"]);
  });

  it("of two services of one host are two", () => {
    const lines = [alert(0, "CRITICAL"), alert(1, "CRITICAL", "HARD", "web;SSH"), notice(2, "CRITICAL")];
    expect(said(lines)).toEqual([
      "triggered web;HTTP@1700000000",
      "triggered web;SSH@1700000001",
      "notified web;HTTP@1700000000",
    ]);
  });

  it("open with their first notification where no alert was logged", () => {
    expect(said([notice(0, "CRITICAL"), notice(600, "CRITICAL"), notice(900, "OK")])).toEqual([
      "triggered web;HTTP@1700000000, notified web;HTTP@1700000000",
      "notified web;HTTP@1700000000",
      "notified web;HTTP@1700000000, resolved web;HTTP@1700000000",
    ]);
  });

  it("are acknowledged once, whoever is told of it", () => {
    const lines = [
      alert(0, "CRITICAL"),
      notice(60, "ACKNOWLEDGEMENT (CRITICAL)"),
      notice(61, "ACKNOWLEDGEMENT (CRITICAL)"),
    ];
    expect(said(lines).slice(1)).toEqual([
      "acknowledged web;HTTP@1700000000, notified web;HTTP@1700000000",
      "notified web;HTTP@1700000000",
    ]);
  });

  it("read the same in each new reader, and all lines have an outcome", () => {
    const anyLine = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.nat(9999), fc.constantFrom("OK", "CRITICAL", "X"), fc.constantFrom("SOFT", "HARD"))
        .map(([at, state, type]) => alert(at, state, type)),
      fc
        .tuple(fc.nat(9999), fc.constantFrom("OK", "CRITICAL", "ACKNOWLEDGEMENT (CRITICAL)", "CUSTOM (OK)"))
        .map(([at, state]) => notice(at, state)),
      fc.tuple(fc.nat(9999), fc.string()).map(([at, text]) => `[${1_700_000_000 + at}] EXTERNAL COMMAND: ${text}`),
      fc
        .tuple(fc.nat(9999), fc.string())
        .map(([at, text]) => `[${1_700_000_000 + at}] EXTERNAL COMMAND: ACKNOWLEDGE_SVC_PROBLEM;${text}`),
    );
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const outcomes = readAll(lines);
        expect(outcomes).toHaveLength(lines.length);
        expect(readAll(lines)).toEqual(outcomes);
      }),
      { numRuns: 100 },
    );
  });
});

describe("whether a log is of Nagios", () => {
  it.each([
    [["[1427925600] CURRENT SERVICE STATE: a;b;OK;HARD;1;x"], true],
    [["[1427925600] Nagios 4.4.6 starting... (PID=1)", "[1427925601] LOG VERSION: 2.0"], true],
    [["[1427925600] something else", "[1427925601] again"], false],
    [["[1427925600, 2]"], false],
    [["{}"], false],
    [[], false],
  ])("%j: %s", (lines, is) => expect(isLogOfNagios(lines)).toBe(is));
});
