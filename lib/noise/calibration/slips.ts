/** People err: one word in twenty is taken for a slip. Our proposal; studies of people who sort alerts find more. */
export const SLIPS = 0.05;

/**
 * How likely it is that a page was actionable after a person spoke of it, by what was stated before and by how often a word
 * is a slip: the likelier one, the more it goes against what was stated.
 */
export function actionableDespiteSlips(stated: number, outcome: 0 | 1, slips = SLIPS): number {
  const agrees = outcome === 1 ? stated : 1 - stated;
  const meant = ((1 - slips) * agrees) / ((1 - slips) * agrees + slips * (1 - agrees));
  return outcome === 1 ? meant : 1 - meant;
}
