import type { Instant } from "@/lib/model/instant";
import type { HandOver } from "@/lib/model/settings";
import { localPartsOf } from "./boundaries";

/** Fewer changes of who is on call show no habit. */
const LEAST = 3;
/** So many of them must lie on the same weekday and hour: with a change every day one in seven does. */
const SHARE = 0.6;

/** When a rota hands over every week, by the moments at which somebody came on call; null where nothing is so regular. */
export function suggestHandOver(starts: readonly Instant[], zone: string): HandOver | null {
  const counts = new Map<number, number>();
  for (const at of new Set(starts)) {
    const { weekday, hour } = localPartsOf(at, zone);
    const slot = weekday * 24 + hour;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const [slot, n] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [0, 0];
  return n >= LEAST && n >= SHARE * all ? { weekday: Math.floor(slot / 24), hour: slot % 24 } : null;
}
