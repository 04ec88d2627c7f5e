import postgres from "postgres";
import { afterAll, describe, expect, inject, it } from "vitest";
import type { Sql } from "@/db/ctx";
import { drawsOf } from "@/lib/statistics/draws";
import { CHECKED_ZONES, zoneDifferences } from "./zone-check";

describe("time in SQL and in our own code", () => {
  const sql: Sql = postgres(inject("testServerUrl"), { max: 1 });
  afterAll(() => sql.end());

  it("is the same at 5,000 instants in 40 zones", async () => {
    expect(CHECKED_ZONES).toHaveLength(40);
    expect(await zoneDifferences(sql, 5_000, drawsOf(20_261_122), { first: 2023, last: 2025 })).toEqual([]);
  });
});
