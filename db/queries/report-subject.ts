import type { Ctx } from "@/db/ctx";
import type { ReportContent, ReportSubject } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import type { HandOver } from "@/lib/model/settings";

/** Whose report it is, as notes and published ones name it, and when its weeks begin. */
export type Subject = {
  key: string;
  kind: ReportContent["subject"]["kind"];
  /** Of a team that is one of the organisation, or of a leader. */
  id: string | null;
  /** Null of a leader: who may be named is told with the leaders. */
  name: string | null;
  team: string | null;
  leaderId: string | null;
  handOver: HandOver | null;
};

const WORKSPACE: Omit<Subject, "handOver"> = {
  key: "workspace",
  kind: "workspace",
  id: null,
  name: "All teams",
  team: null,
  leaderId: null,
};

/** A team that pages name and nobody took over has a report too: of its pages. */
export async function subjectOf(ctx: Ctx, { team, leader }: ReportSubject): Promise<Subject> {
  if (team !== undefined && leader !== undefined)
    throw new AppError("invalid", "A report is of a team or of a leader, not of both.");
  const handOver = ctx.settings.handOver ?? null;
  if (leader !== undefined) {
    await assertPerson(ctx, leader);
    return {
      ...WORKSPACE,
      key: `leader:${leader}`,
      kind: "leader",
      id: leader,
      name: null,
      leaderId: leader,
      handOver,
    };
  }
  if (team === undefined) return { ...WORKSPACE, handOver };
  const own = await teamNamed(ctx, team);
  return {
    ...WORKSPACE,
    key: `team:${team}`,
    kind: "team",
    name: team,
    team,
    id: own.id,
    handOver: own.handOver ?? handOver,
  };
}

async function teamNamed(
  { sql, workspaceId }: Ctx,
  name: string,
): Promise<{ id: string | null; handOver: HandOver | null }> {
  const [known] = await sql<{ id: string; handOver: HandOver | null }[]>`
    select id, hand_over as "handOver" from teams where workspace_id = ${workspaceId} and name = ${name}`;
  if (known) return known;
  const [page] = await sql`select from pages where workspace_id = ${workspaceId} and team = ${name} limit 1`;
  if (!page) throw new AppError("not-found", `There is no team “${name}”.`);
  return { id: null, handOver: null };
}

async function assertPerson({ sql, workspaceId }: Ctx, id: string): Promise<void> {
  const [person] =
    await sql`select from people where workspace_id = ${workspaceId} and id = ${id} and erased_at is null`;
  if (!person) throw new AppError("not-found", "There is no such leader.");
}
