/** The same object, but for these members. */
export function without<T extends object, K extends keyof T>(whole: T, ...names: readonly K[]): Omit<T, K> {
  const left: Partial<T> = { ...whole };
  for (const name of names) delete left[name];
  return left as Omit<T, K>;
}
