import type { PrivacyMode } from "@/lib/model/settings";

/** Whose load and pages a viewer may see by name. */
export type Sight = {
  mode: PrivacyMode;
  /** The viewer among the people; null = nobody linked them. */
  selfId: string | null;
  /** Everybody whom the viewer may see by name, the viewer included. */
  named: ReadonlySet<string>;
};

/** What a viewer is to others today; the viewer is in none of the lists. */
export type Standing = { selfId: string | null; teamMates: readonly string[]; under: readonly string[] };

/** The table of trust.md, section 8. An admin sees no more by being one. */
export function sightFrom(mode: PrivacyMode, { selfId, teamMates, under }: Standing): Sight {
  const named = new Set<string>(selfId === null ? [] : [selfId]);
  if (mode === "team") for (const id of teamMates) named.add(id);
  if (mode !== "aggregate") for (const id of under) named.add(id);
  return { mode, selfId, named };
}
