import { expect, it } from "vitest";
import type { Sql } from "./ctx";
import { failingAt, faultsOf } from "./test-faults";

/** Answers nothing to anything. */
const silent = { sql: (() => Promise.resolve([])) as unknown as Sql };

const work = async ({ sql }: { sql: Sql }) => {
  for (const value of [1, 2]) {
    await sql`select ${value}`;
    await sql`insert into ${sql("pages")} values (${value})`;
  }
  await sql`delete from pages`;
};

it("lets each statement fail once, by turns where it is first and where it is last called", async () => {
  // select 1, "pages", insert 1, select 2, "pages", insert 2, delete: what only names a table is no statement.
  expect(await faultsOf(silent, work)).toEqual([1, 6, 7]);
});

it.each([1, 6, 7])("fails at call %i, and says so", async (k) => {
  const seen = { calls: 0 };
  await expect(work(failingAt(silent, k, seen))).rejects.toThrow(`at call ${k}`);
  expect(seen.calls).toBe(k);
});
