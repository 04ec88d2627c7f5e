import type { Sql, WorkCtx } from "@/db/ctx";
import { ensureWorkspaceKey, type WorkspaceKey } from "@/db/secrets/workspace-key";
import type { PersonFact } from "@/lib/model/page-event";
import { folded, isDistinctive, type Needle, type NeedleKind } from "@/lib/privacy/redactor";

/** What a person was known by, each with its own digest. */
export type Known =
  | { kind: "account"; provider: string; key: string }
  | { kind: "email"; email: string }
  | { kind: "name"; name: string };

function digestOf(key: WorkspaceKey, known: Known): string {
  if (known.kind === "account") return key.digest("account", known.provider, known.key);
  return known.kind === "email" ? key.digest("email", folded(known.email)) : key.digest("name", folded(known.name));
}

/** A former member as an account of nobody's: of shifts that name people by what is no account. */
export const ERASED = "erased";

/** The word that stands where the needle stood: always the same, so that what was told twice stays the same twice. */
export function needleOf(key: WorkspaceKey, text: string): Needle {
  return { text, token: `former-member-${key.digest("token", folded(text)).slice(0, 8)}` };
}

/** A longer text names nobody by itself. */
const LONGEST_WORD = 200;

/** Who was erased, as far as digests tell it: the ids that their facts bear now. */
export class Graves {
  private readonly seen = new Map<string, string | null>();

  constructor(
    readonly key: WorkspaceKey,
    private readonly people: ReadonlyMap<string, string>,
  ) {}

  personOf(known: Known): string | null {
    const name =
      known.kind === "account"
        ? JSON.stringify(known)
        : `${known.kind} ${known.kind === "email" ? known.email : known.name}`;
    const before = this.seen.get(name);
    if (before !== undefined) return before;
    const personId = this.people.get(digestOf(this.key, known)) ?? null;
    this.seen.set(name, personId);
    return personId;
  }

  /** Whose account it is, by its key or by what is its key and an address at once. */
  personOfAccount({ provider, key }: Pick<PersonFact, "provider" | "key">): string | null {
    const email = withoutNamespace(key);
    return (
      this.personOf({ kind: "account", provider, key }) ??
      (email.includes("@") ? this.personOf({ kind: "email", email }) : null)
    );
  }

  /** As what an erased person was known by this whole word, if anybody was. */
  kindOf(word: string, providers: Iterable<string>): NeedleKind | null {
    if (word.length > LONGEST_WORD) return null;
    if (word.includes("@") && this.personOf({ kind: "email", email: word }) !== null) return "email";
    if (this.personOf({ kind: "name", name: word }) !== null) return "name";
    for (const provider of providers)
      if (isDistinctive("key", word) && this.personOf({ kind: "account", provider, key: word }) !== null) return "key";
    return null;
  }
}

/** Keys that a tool counts for itself stand behind the source that they are of. */
export const withoutNamespace = (key: string) => key.replace(/^\d+:/, "");

/** Null where nobody was ever erased: that costs one look. */
export async function gravesOf(sql: Sql, holder: Pick<WorkCtx, "workspaceId" | "keyRing">): Promise<Graves | null> {
  const rows = await sql<{ digest: string; person_id: string }[]>`
    select digest, person_id from tombstones where workspace_id = ${holder.workspaceId}`;
  if (rows.length === 0) return null;
  const key = await ensureWorkspaceKey(sql, holder);
  return new Graves(key, new Map(rows.map((row) => [row.digest, row.person_id])));
}

type Burial = { personId: string; known: readonly Known[] };

export async function bury(
  sql: Sql,
  { workspaceId }: Pick<WorkCtx, "workspaceId">,
  key: WorkspaceKey,
  burials: readonly Burial[],
): Promise<void> {
  const rows = burials.flatMap(({ personId, known }) => known.map((one) => ({ digest: digestOf(key, one), personId })));
  if (rows.length === 0) return;
  await sql`
    insert into tombstones (workspace_id, digest, person_id, erased_at)
    select ${workspaceId}, t.digest, t.person_id, now()
    from unnest(${rows.map(({ digest }) => digest)}::text[], ${rows.map(({ personId }) => personId)}::bigint[])
      as t(digest, person_id)
    on conflict do nothing`;
}
