import type { Sql } from "@/db/ctx";
import { packPage } from "@/lib/model/packed-page";
import type { Page } from "@/lib/model/page";

const ROWS = 5_000;

/** Packs the folds of copied pages, as their import would have. */
export async function packFolds(sql: Sql): Promise<void> {
  for (;;) {
    const rows = await sql<{ page_id: string; folded: Page }[]>`
      select page_id, folded from page_folds where packed is null limit ${ROWS}`;
    if (rows.length === 0) return;
    await sql`
      update page_folds f set packed = p.packed
      from unnest(${rows.map((row) => row.page_id)}::bigint[], ${rows.map(({ folded }) => packPage(folded))}::text[])
        as p(page_id, packed)
      where f.page_id = p.page_id`;
  }
}
