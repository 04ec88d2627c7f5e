import type { Ctx } from "@/db/ctx";
import type { NoiseSettings, ThresholdChange } from "@/lib/contract/noise-settings";
import { without } from "@/lib/model/without";
import { THRESHOLD_BOOK } from "@/lib/noise/threshold-book";

const HISTORY = 50;

/** Every detector with its thresholds: defaults, and what the workspace and its teams set instead. */
export async function noiseSettings(ctx: Ctx): Promise<NoiseSettings> {
  const { sql, workspaceId, settings, viewer, zone } = ctx;
  const [named, history] = await Promise.all([
    sql<{ team: string }[]>`
      select distinct team from pages where workspace_id = ${workspaceId} and team is not null`,
    sql<{ id: string; at: Date; by: string; changes: ThresholdChange[] }[]>`
      select c.id, c.made_at as at, coalesce(u.name, '(no name)') as by, c.changes
      from setting_changes c left join users u on u.workspace_id = c.workspace_id and u.id = c.user_id
      where c.workspace_id = ${workspaceId} order by c.made_at desc, c.id desc limit ${HISTORY}`,
  ]);
  const own = Object.entries(settings.teamThresholds ?? {});
  const teams = [...new Set([...named.map(({ team }) => team), ...own.map(([team]) => team)])];
  return {
    detectors: THRESHOLD_BOOK.map(({ reason, rules }) => ({
      reason,
      thresholds: rules.map((rule) => ({
        ...without(rule, "whole"),
        workspace: settings.thresholds?.[reason]?.[rule.name] ?? null,
        teams: Object.fromEntries(
          own.flatMap(([team, thresholds]) => {
            const value = thresholds[reason]?.[rule.name];
            return value === undefined ? [] : [[team, value]];
          }),
        ),
      })),
    })),
    teams: teams.sort((a, b) => a.localeCompare(b, "en")),
    canChange: viewer.role === "admin",
    history: history.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    zone,
  };
}
