import type { Change, ChangeTelling } from "@/lib/model/change";
import { ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { ChangeTimes, toldChange } from "@/lib/providers/told-change";
import { linkOf, objectOf, textOf, type Wire } from "@/lib/providers/wire";

/** States in which the deployment is over, whatever came of it. */
const ENDED: ReadonlySet<string> = new Set(["success", "failure", "error"]);

/** Why a state is no change of its own. */
const NO_CHANGE: Readonly<Record<string, string>> = {
  queued: "the deployment waits: nothing was done yet",
  pending: "the deployment waits: nothing was done yet",
  waiting: "the deployment waits: nothing was done yet",
  inactive: "a later deployment took its place: nothing was done to this one",
};

type Parts = { deployment: Wire; around: Wire };

/** A deployment that was asked for: when it began its statuses tell, so until then its request stands for it. */
export function readDeployment({ deployment, around }: Parts, context: ReadContext): Outcome {
  const times = new ChangeTimes(context);
  const asked = times.start(deployment.created_at, "deployment.created_at");
  if ("wrong" in asked) return rejected(asked.wrong);
  const said = { startsAt: asked.at, endsAt: null, url: null, environment: textOf(deployment.environment) ?? null };
  return told({ deployment, around }, said, { toldAt: asked.at, startIsUnsure: true }, times);
}

/**
 * A status of a deployment: with `in_progress` it begins, with success, failure or error it is over. A deployment may
 * wait for hours between its request and its beginning, and a status carries the request's time only.
 */
export function readStatus(status: Wire, { deployment, around }: Parts, context: ReadContext): Outcome {
  const state = textOf(status.state) ?? "";
  if (Object.hasOwn(NO_CHANGE, state)) return ignored(NO_CHANGE[state] ?? "");
  const isBeginning = state === "in_progress";
  if (!isBeginning && !ENDED.has(state))
    return ignored(`${JSON.stringify(state.slice(0, 40))}: a state we do not know`);
  const times = new ChangeTimes(context);
  const at = times.start(status.created_at, "deployment_status.created_at");
  if ("wrong" in at) return rejected(at.wrong);
  const asked = isBeginning ? at : times.start(deployment.created_at, "deployment.created_at");
  if ("wrong" in asked) return rejected(asked.wrong);
  const said = {
    startsAt: Math.min(asked.at, at.at),
    endsAt: isBeginning || asked.at >= at.at ? null : at.at,
    url: linkOf(status.log_url) ?? linkOf(status.target_url) ?? null,
    environment: textOf(status.environment) ?? textOf(deployment.environment) ?? null,
  };
  const when = isBeginning ? { toldAt: at.at } : { toldAt: at.at, startIsUnsure: true as const };
  return told({ deployment, around }, said, when, times);
}

type Said = Pick<Change, "startsAt" | "endsAt" | "url" | "environment">;

function told(
  { deployment, around }: Parts,
  said: Said,
  when: Pick<ChangeTelling, "toldAt" | "startIsUnsure">,
  { issues }: ChangeTimes,
): Outcome {
  const key = textOf(deployment.id);
  if (key === undefined) return rejected("deployment.id is missing");
  const payload = payloadOf(deployment.payload);
  const service = textOf(payload.service) ?? repositoryOf(deployment, around);
  if (service === undefined) return rejected("names no repository");
  const task = textOf(deployment.task) ?? "deploy";
  const where = said.environment === null ? "" : ` to ${said.environment}`;
  const change: Change = {
    changeKey: key,
    kind: "deploy",
    ...said,
    service,
    team: textOf(payload.team) ?? null,
    rule: null,
    title: textOf(deployment.description) ?? `${task} of ${textOf(deployment.ref) ?? "an unnamed ref"}${where}`,
    by: doerOf(deployment, around),
    isRollback: /\broll-?back\b/i.test(task) || payload.rollback === true,
  };
  return toldChange({ key, ...when, changes: [change] }, issues);
}

/** Free-form, and the place where a pipeline can say how its pages call the service; also as text with JSON in it. */
function payloadOf(payload: unknown): Wire {
  if (typeof payload !== "string") return objectOf(payload) ?? {};
  try {
    return objectOf(JSON.parse(payload)) ?? {};
  } catch {
    return {}; // any text may stand there: then it says nothing of ours
  }
}

/** The repository's own name, without its owner. */
function repositoryOf({ repository_url: url }: Wire, { repository }: Wire): string | undefined {
  const [, inUrl] = /\/repos\/[^/]+\/([^/?#]+)/.exec(textOf(url) ?? "") ?? [];
  return textOf(objectOf(repository)?.name) ?? inUrl;
}

/** Deployments of Actions are created by a bot: the person is the one who set the run off. */
function doerOf({ creator }: Wire, { workflow_run: run }: Wire): string | null {
  const workflow = objectOf(run);
  const candidates = [creator, workflow?.triggering_actor, workflow?.actor].map(objectOf);
  const person = candidates.find((one) => one && textOf(one.login) !== undefined && one.type !== "Bot");
  return textOf(person?.login) ?? textOf(objectOf(creator)?.login) ?? null;
}
