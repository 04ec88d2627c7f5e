import { expect, inject, it } from "vitest";
import { openClient } from "./client";

it("waits for no disk: what the server was started with outranks what is set inside it", async () => {
  const { sql, close } = openClient(inject("testServerUrl"), { max: 1 });
  const rows = await sql`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') order by 1`;
  expect(rows.map(({ name, setting }) => `${name} ${setting}`)).toEqual([
    "fsync off",
    "full_page_writes off",
    "synchronous_commit off",
  ]);
  await close();
});
