/** Every order of the items, for tests: n items have n! of them. */
export function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (let index = 0; index < items.length; index += 1) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [...items.slice(index, index + 1), ...rest];
  }
}
