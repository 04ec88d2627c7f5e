import type { Ctx } from "./ctx";

/** Weeks of people and of leaders from days that a test wrote itself. */
export async function addUpWeeks({ sql }: Pick<Ctx, "sql">): Promise<void> {
  await sql`
    insert into person_weeks (workspace_id, week, person_id, sleep, off, business, actionable, noise, unclear, estimated,
      incidents, disrupted_hours, disrupted_nights, short_rests, pages_first, pages_escalated, pages_unknown_line)
    select workspace_id, date_trunc('week', local_date)::date, person_id,
      sum(sleep_actionable + sleep_noise + sleep_unclear), sum(off_actionable + off_noise + off_unclear),
      sum(business_actionable + business_noise + business_unclear),
      sum(sleep_actionable + off_actionable + business_actionable), sum(sleep_noise + off_noise + business_noise),
      sum(sleep_unclear + off_unclear + business_unclear), sum(estimated), sum(incidents), sum(disrupted_hours),
      sum(disrupted_nights), sum(short_rests), sum(pages_first), sum(pages_escalated), sum(pages_unknown_line)
    from person_days group by 1, 2, 3`;
  await sql`
    insert into leader_weeks (workspace_id, week, leader_id, actionable, noise, unclear)
    select workspace_id, date_trunc('week', date)::date, leader_id, sum(actionable), sum(noise), sum(unclear)
    from leader_days group by 1, 2, 3`;
}
