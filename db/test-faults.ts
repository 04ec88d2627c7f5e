import type { Sql } from "./ctx";

export type Calls = { calls: number };

/** The same context, whose k-th call of the database fails. */
export function failingAt<C extends { sql: Sql }>(ctx: C, k: number, seen: Calls): C {
  const tick = () => {
    seen.calls += 1;
    if (seen.calls === k) throw new Error(`the database went away at call ${k}`);
  };
  const wrap = (sql: Sql): Sql =>
    new Proxy(sql, {
      apply(target, self, args) {
        tick();
        return Reflect.apply(target, self, args);
      },
      get(target, key) {
        if (key === "begin")
          return (work: (tx: Sql) => Promise<unknown>) => target.begin((tx) => work(wrap(tx as unknown as Sql)));
        if (key === "unsafe") tick();
        return Reflect.get(target, key, target);
      },
    });
  return { ...ctx, sql: wrap(ctx.sql) };
}

/** How many calls of the database the work makes. */
export async function callsOf<C extends { sql: Sql }>(ctx: C, work: (ctx: C) => Promise<unknown>): Promise<number> {
  const seen: Calls = { calls: 0 };
  await work(failingAt(ctx, Number.POSITIVE_INFINITY, seen));
  return seen.calls;
}
