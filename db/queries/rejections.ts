import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";

type Rejection = { kind: "rejected" | "part"; line: number | null; place: string; why: string };

/** What could not be read of an import, in the order of the file, a portion at a time. */
export async function rejectionRows({ sql, workspaceId }: Ctx, importId: string) {
  const [row] = await sql<{ file_name: string }[]>`
    select file_name from imports where workspace_id = ${workspaceId} and id = ${importId}`;
  if (!row) throw new AppError("not-found", "There is no such import.");
  const portions = sql<Rejection[]>`
    select kind, line, place, why from rejections
    where workspace_id = ${workspaceId} and origin_id = ${importId} and kind <> 'ignored' order by no`.cursor(1000);
  return { fileName: row.file_name, rows: cells(portions) };
}

async function* cells(portions: AsyncIterable<Rejection[]>): AsyncGenerator<(string | number | null)[]> {
  for await (const portion of portions)
    for (const { kind, line, place, why } of portion)
      yield [kind === "part" ? "left out" : "rejected", line, place, why];
}
