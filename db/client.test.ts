import { expect, inject, it } from "vitest";
import { openClient } from "./client";
import { copyIn } from "./staging/copy-in";

it("says that nobody listens, instead of waiting", async () => {
  const { sql, close } = openClient("postgres://nobody@127.0.0.1:9/none");
  await expect(sql`select 1`).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await close();
});

it("copies a row without waiting for a delayed acknowledgement", async () => {
  const { sql, close } = openClient(inject("testServerUrl"), { max: 1 });
  await sql`create temp table copied (n int)`;
  const startedAt = performance.now();
  for (let n = 0; n < 10; n += 1) await copyIn(sql, "copied", ["n"], [[n]]);
  // Ten times 88 ms where each waits.
  expect(performance.now() - startedAt).toBeLessThan(600);
  expect(await sql`select count(*)::int as n from copied`).toEqual([{ n: 10 }]);
  await close();
});

it.each([
  ["a value that the column refuses", [["1"], ["x"]], /invalid input syntax for type integer/],
  ["a row that is there already", [["1"], ["1"]], /duplicate key/],
  [
    "rows that break off",
    (function* () {
      yield ["1"];
      throw new Error("no more rows");
    })(),
    /no more rows/,
  ],
] as const)("ends a COPY at %s, and the connection goes on", async (_name, rows, message) => {
  const { sql, close } = openClient(inject("testServerUrl"), { max: 1 });
  await sql`create temp table copied (n int primary key)`;
  const copied = sql.begin((tx) => copyIn(tx as never, "copied", ["n"], rows as Iterable<string[]>));
  await expect(copied).rejects.toThrow(message);
  expect(await sql`select count(*)::int as n from copied`).toEqual([{ n: 0 }]);
  await close();
});
