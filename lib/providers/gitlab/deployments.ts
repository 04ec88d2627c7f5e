import type { Change, ChangeTelling } from "@/lib/model/change";
import { ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { ChangeTimes, toldChange } from "@/lib/providers/told-change";
import { linkOf, objectOf, textOf, type Wire } from "@/lib/providers/wire";

const ENDED: ReadonlySet<string> = new Set(["success", "failed", "canceled"]);

/** Why a status is no change. */
const NO_CHANGE: Readonly<Record<string, string>> = {
  created: "the deployment waits: nothing was done yet",
  blocked: "the deployment waits: nothing was done yet",
  skipped: "the deployment was skipped: nothing was done",
};

const noChange = (status: string): Outcome =>
  ignored(NO_CHANGE[status] ?? `${JSON.stringify(status.slice(0, 40))}: a status we do not know`);

/** A deployment event: one for the start, one for the end, each with its own time alone. */
export function readEvent(event: Wire, context: ReadContext): Outcome {
  const status = textOf(event.status) ?? "";
  const isBeginning = status === "running";
  if (!isBeginning && !ENDED.has(status)) return noChange(status);
  const times = new ChangeTimes(context);
  const at = times.start(event.status_changed_at, "status_changed_at");
  if ("wrong" in at) return rejected(at.wrong);
  const key = textOf(event.deployment_id);
  if (key === undefined) return rejected("deployment_id is missing");
  const project = objectOf(event.project);
  const service = textOf(project?.name);
  if (service === undefined) return rejected("project.name is missing");
  const said = {
    startsAt: at.at,
    endsAt: isBeginning ? null : at.at,
    service,
    environment: textOf(event.environment) ?? null,
    url: linkOf(event.deployable_url) ?? null,
    by: userOf(event.user),
  };
  const when = isBeginning ? { toldAt: at.at } : { toldAt: at.at, startIsUnsure: true as const };
  return told(key, said, { ref: event.ref, subject: event.commit_title }, when, times);
}

/** `GET /projects/:id/deployments`: the whole of it at once, with the job that did it. */
export function readListed(deployment: Wire, context: ReadContext): Outcome {
  const status = textOf(deployment.status) ?? "";
  if (status !== "running" && !ENDED.has(status)) return noChange(status);
  const job = objectOf(deployment.deployable) ?? {};
  const times = new ChangeTimes(context);
  const started = textOf(job.started_at) === undefined ? deployment.created_at : job.started_at;
  const start = times.start(started, "created_at");
  if ("wrong" in start) return rejected(start.wrong);
  const finished = status === "running" ? null : (textOf(job.finished_at) ?? deployment.updated_at);
  const end = times.end(finished, "finished_at", start.at);
  if ("wrong" in end) return rejected(end.wrong);
  const key = textOf(deployment.id);
  if (key === undefined) return rejected("id is missing");
  const url = linkOf(job.web_url) ?? linkOf(objectOf(job.pipeline)?.web_url);
  // The project stands in no member of its own.
  const [, service] = /\/([^/]+)\/-\//.exec(url ?? "") ?? [];
  if (service === undefined) return rejected("names no project: deployable.web_url is missing");
  const said = {
    startsAt: start.at,
    endsAt: end.at,
    service,
    environment: textOf(objectOf(deployment.environment)?.name) ?? null,
    url: url ?? null,
    by: userOf(deployment.user),
  };
  const toldAt = times.time(deployment.updated_at, "updated_at");
  const when = textOf(job.started_at) === undefined ? { toldAt, startIsUnsure: true as const } : { toldAt };
  return told(key, said, { ref: deployment.ref, subject: objectOf(job.commit)?.title }, when, times);
}

type Said = Pick<Change, "startsAt" | "endsAt" | "service" | "environment" | "url" | "by">;

function told(
  key: string,
  said: Said,
  { ref, subject }: { ref: unknown; subject: unknown },
  when: Pick<ChangeTelling, "toldAt" | "startIsUnsure">,
  { issues }: ChangeTimes,
): Outcome {
  const where = said.environment === null ? "" : ` to ${said.environment}`;
  const what = textOf(subject) === undefined ? "" : `: ${textOf(subject)}`;
  const title = `deploy of ${textOf(ref) ?? "an unnamed ref"}${where}${what}`;
  // Neither form says that a deployment takes an earlier one back.
  const change: Change = { changeKey: key, kind: "deploy", ...said, team: null, rule: null, title, isRollback: false };
  return toldChange({ key, ...when, changes: [change] }, issues);
}

function userOf(value: unknown): string | null {
  const user = objectOf(value);
  return textOf(user?.username) ?? textOf(user?.name) ?? null;
}
