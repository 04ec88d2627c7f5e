import type { Sql, WorkCtx } from "@/db/ctx";
import { redactBody } from "@/lib/privacy/redact-body";
import { redactorOf, stringsIn } from "@/lib/privacy/redactor";
import { withoutLiving } from "./redact-records";
import { type Graves, gravesOf, needleOf } from "./tombstones";

type Row = { id: string; provider: string | null; body: Uint8Array };

/**
 * Takes people who were erased out of the bodies of deliveries that came afterwards. `naming`: those that told of such a
 * person by an account; where no word of it can be rewritten the body goes. In the caller's transaction.
 */
export async function redactArrived(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "keyRing">,
  ids: readonly string[],
  naming: ReadonlySet<string>,
): Promise<void> {
  const graves = await gravesOf(sql, ctx);
  if (graves === null) return;
  const rows = await sql<Row[]>`
    select d.id, s.provider, d.body from inbox d
    left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where d.workspace_id = ${ctx.workspaceId} and d.id = any(${ids as string[]}::bigint[]) and d.body is not null`;
  const said = rows.map((row) => ({ ...row, words: erasedWords(graves, row) }));
  const words = await withoutLiving(sql, ctx.workspaceId, graves, [...new Set(said.flatMap((row) => row.words))]);
  const redactor = redactorOf(words.map((word) => needleOf(graves.key, word)));
  for (const { id, body, words: own } of said) {
    if (own.length === 0 && !naming.has(id)) continue;
    const clean = redactBody(body, redactor);
    await storeBody(sql, ctx.workspaceId, id, clean === body && naming.has(id) ? null : clean);
  }
}

/** The delivery keeps its key: told once more it is a repetition. */
export async function storeBody(sql: Sql, workspaceId: number, id: string, body: Uint8Array | null): Promise<void> {
  const bytes = body === null ? null : Buffer.from(body);
  await sql`update inbox set body = ${bytes}, redacted_at = now() where workspace_id = ${workspaceId} and id = ${id}`;
}

/** Whatever became of the records: also what could not be read may name somebody. */
function erasedWords(graves: Graves, { provider, body }: Row): string[] {
  const text = new TextDecoder().decode(body);
  const values = [...valuesOf(text)];
  return [...new Set(values)].filter((word) => graves.kindOf(word, provider === null ? [] : [provider]) !== null);
}

function* valuesOf(text: string): Generator<string> {
  const json = parsed(text);
  if (json !== undefined) {
    yield* stringsIn(json);
    return;
  }
  for (const line of text.split("\n")) yield* stringsIn(parsed(line) ?? []);
  for (const value of new URLSearchParams(text).values()) yield* stringsIn(parsed(value) ?? value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
