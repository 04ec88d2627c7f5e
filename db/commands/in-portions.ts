/** Alerts are read in portions of about this many pages: bounded memory, visible progress. */
const PORTION_PAGES = 2_500;

/** `pages`: of all of them. */
export type Portions = { alerts: string[][]; pages: number };

/** Alerts in their order; one with more pages than that is a portion of its own. */
export function inPortions(rows: readonly { id: string; pages: number }[]): Portions {
  const alerts: string[][] = [];
  let [room, all] = [0, 0];
  for (const { id, pages } of rows) {
    if (alerts.length === 0 || pages > room) {
      alerts.push([]);
      room = PORTION_PAGES;
    }
    alerts.at(-1)?.push(id);
    room -= pages;
    all += pages;
  }
  return { alerts, pages: all };
}
