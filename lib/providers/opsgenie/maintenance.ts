import type { Change } from "@/lib/model/change";
import { ignored, rejected } from "@/lib/providers/collector";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { ChangeTimes, toldChange } from "@/lib/providers/told-change";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { dataOf } from "./people-and-context";

type Scope = Pick<Change, "service" | "team" | "environment">;

function isWindow(value: Wire | null): boolean {
  const time = objectOf(value?.time);
  return textOf(value?.status) !== undefined && time !== null && time.startDate !== undefined;
}

/**
 * `GET /v1/maintenance`. A window switches integrations and policies, by their ids, and names no service. Its description
 * may; without that it would be taken for the whole workspace, so it is left out.
 * https://docs.opsgenie.com/docs/maintenance-api
 */
export const maintenance: JsonFormat = {
  shape: "json",
  id: "opsgenie-maintenance",
  label: "Opsgenie maintenance windows (JSON)",
  matches: (value) => isWindow(dataOf(value)),
  read: (value, context) => readWindow(dataOf(value) ?? {}, context),
};

function readWindow(window: Wire, context: ReadContext): Outcome {
  const key = textOf(window.id);
  if (key === undefined) return rejected("id is missing");
  if (textOf(window.status)?.toLowerCase() === "cancelled") return toldChange({ key, toldAt: null, changes: [] }, []);
  const { startDate, endDate } = objectOf(window.time) ?? {};
  const times = new ChangeTimes(context);
  const start = times.start(startDate, "time.startDate");
  if ("wrong" in start) return rejected(start.wrong);
  const end = times.end(endDate, "time.endDate", start.at);
  if ("wrong" in end) return rejected(end.wrong);
  const description = textOf(window.description) ?? "";
  const scope = scopeIn(description);
  if (scope.service === null && scope.team === null)
    return ignored('names no service or team: write "service: checkout" into its description');
  const change: Change = {
    changeKey: key,
    kind: "maintenance",
    startsAt: start.at,
    endsAt: end.at,
    ...scope,
    rule: null,
    title: description,
    url: null,
    by: null,
    isRollback: false,
  };
  return toldChange({ key, toldAt: null, changes: [change] }, times.issues);
}

/** "Database move (service: checkout, environment: production)"; quotes hold a name with blanks or commas. */
function scopeIn(description: string): Scope {
  const named = (name: string): string | null => {
    const told = new RegExp(`(?<![\\w-])${name}\\s?[:=]\\s?(?:"([^"]+)"|([^\\s,;()]+))`, "i").exec(description);
    return told?.[1]?.trim() || (told?.[2] ?? null);
  };
  return { service: named("service"), team: named("team"), environment: named("environment") };
}
