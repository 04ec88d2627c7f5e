/** The point to which a key leads; null for a key that walks nowhere. `across`: points in a row. */
export function walkStep(key: string, at: number | null, count: number, across: number): number | null {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across };
  if (count === 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  if (at === null) return step > 0 ? 0 : count - 1;
  const next = at + step;
  return next >= 0 && next < count ? next : at;
}
