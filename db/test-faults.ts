import type { Sql } from "./ctx";

export type Calls = { calls: number };

/** The same context, whose k-th call of the database fails. Heard gets the text of each: null builds a part of another. */
export function failingAt<C extends { sql: Sql }>(
  ctx: C,
  k: number,
  seen: Calls,
  heard: (statement: string | null) => void = () => {},
): C {
  const tick = (statement: string | null) => {
    seen.calls += 1;
    heard(statement);
    if (seen.calls === k) throw new Error(`the database went away at call ${k}`);
  };
  const wrap = (sql: Sql): Sql =>
    new Proxy(sql, {
      apply(target, self, args) {
        tick(statementOf(args[0]));
        return Reflect.apply(target, self, args);
      },
      get(target, key) {
        if (key === "begin")
          return (work: (tx: Sql) => Promise<unknown>) => target.begin((tx) => work(wrap(tx as unknown as Sql)));
        if (key !== "unsafe") return Reflect.get(target, key, target);
        return (...args: Parameters<Sql["unsafe"]>) => {
          tick(args[0]);
          return target.unsafe(...args);
        };
      },
    });
  return { ...ctx, sql: wrap(ctx.sql) };
}

function statementOf(first: unknown): string | null {
  return Array.isArray(first) && "raw" in first ? first.join("?") : null;
}

/** How many calls of the database the work makes. */
export async function callsOf<C extends { sql: Sql }>(ctx: C, work: (ctx: C) => Promise<unknown>): Promise<number> {
  const seen: Calls = { calls: 0 };
  await work(failingAt(ctx, Number.POSITIVE_INFINITY, seen));
  return seen.calls;
}

/**
 * Which calls of the work a test lets fail: each statement once, told by its text, by turns where it is first and where
 * it is last called, as the same statements come back with each portion of the work. `npm run campaign:calls` takes
 * every call.
 */
export async function faultsOf<C extends { sql: Sql }>(ctx: C, work: (ctx: C) => Promise<unknown>): Promise<number[]> {
  const statements: (string | null)[] = [];
  await work(failingAt(ctx, Number.POSITIVE_INFINITY, { calls: 0 }, (statement) => statements.push(statement)));
  if (process.env.EVERY_CALL === "yes") return statements.map((_, index) => index + 1);
  const distinct = [...new Set(statements)].filter((statement) => statement !== null);
  const places = distinct.map((statement, turn) =>
    turn % 2 === 0 ? statements.indexOf(statement) : statements.lastIndexOf(statement),
  );
  return places.map((index) => index + 1).sort((a, b) => a - b);
}
