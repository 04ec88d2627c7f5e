type Portion<T> = { rows: readonly T[]; next: string | null };

/** Rows of a list that comes in portions, to its end. */
export async function allPortions<T>(fetchAfter: (after: string | null) => Promise<Portion<T>>): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | null = null; ; ) {
    const portion = await fetchAfter(after);
    rows.push(...portion.rows);
    if (portion.next === null) return rows;
    after = portion.next;
  }
}
