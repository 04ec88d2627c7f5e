import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { actionEvidence } from "./action-evidence";
import { sceneOf } from "./history";
import { sightOf } from "./sight";
import { historyOf, pageOf } from "./test-pages";

const WORK = "restarted the stuck worker";
const noted = (by: Actor, note: string) =>
  pageOf({ open: 20, by: "person", actions: [{ kind: "annotated", minute: 5, by, note }] });
const sightBy = (by: Actor, note: string) => sightOf(noted(by, note), false, []);

describe("a note", () => {
  it.each<[Actor, boolean]>([
    ["person", true],
    ["unknown", true],
    ["automation", false],
  ])("written by %s is read: %s", (by, isRead) => {
    expect(sightBy(by, WORK).fixNote).toBe(isRead ? WORK : null);
    expect(sightBy(by, WORK).tellingNote).toBe(isRead ? WORK : null);
    expect(sightBy(by, "false alarm again").noiseNote).toBe(isRead ? "false alarm again" : null);
  });

  it.each<[Actor, string, number]>([
    ["person", WORK, 1],
    ["unknown", WORK, 0],
    ["person", "customers are affected", 2],
    ["unknown", "customers are affected", 0],
  ])("of %s, %s: %d proofs of an act", (by, note, proofs) => {
    const page = noted(by, note);
    expect(actionEvidence(sightBy(by, note), sceneOf(historyOf([page]), DEFAULT_SETTINGS))).toHaveLength(proofs);
  });

  it("of nobody known engages nobody", () => {
    expect(sightBy("unknown", WORK)).toMatchObject({ engaged: [], anyoneEngaged: false, engagedMs: null });
  });
});
