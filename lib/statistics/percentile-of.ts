/**
 * The value under which this share of the values lies, between two of them where it falls between; as `percentile_cont` of
 * SQL has it. Null of nothing. Reorders the values: to sort all of them would take longer than all that is asked for.
 */
export function percentileOf(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  const place = share * (values.length - 1);
  const low = Math.floor(place);
  const value = select(values, low);
  if (place === low) return value;
  let next = Number.POSITIVE_INFINITY;
  for (let index = low + 1; index < values.length; index += 1) next = Math.min(next, at(values, index));
  return value + (place - low) * (next - value);
}

const at = (values: Float64Array, index: number) => values[index] ?? 0;

/** Quickselect (Hoare): the value that is `rank`-th from below, with no smaller one behind it. */
function select(values: Float64Array, rank: number): number {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = at(values, Math.floor((from + to) / 2));
    let [i, j] = [from, to];
    while (i <= j) {
      while (at(values, i) < pivot) i += 1;
      while (at(values, j) > pivot) j -= 1;
      if (i > j) break;
      const moved = at(values, i);
      values[i] = at(values, j);
      values[j] = moved;
      i += 1;
      j -= 1;
    }
    if (rank <= j) to = j;
    else if (rank >= i) from = i;
    else break;
  }
  return at(values, rank);
}
