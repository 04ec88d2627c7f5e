/** For lists whose members can be equal: the place is the identity. */
export function keyed<T>(items: readonly T[]): { key: number; item: T }[] {
  return items.map((item, key) => ({ key, item }));
}
