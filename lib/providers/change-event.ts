import { CHANGE_KINDS, type Change } from "@/lib/model/change";
import { ignored, rejected } from "./collector";
import type { Outcome, ReadContext } from "./provider";
import { stableHash } from "./stable-hash";
import { ChangeTimes, toldChange } from "./told-change";
import { linkOf, objectOf, objectsOf, textOf, type Wire } from "./wire";

export type ChangeEvent = {
  /** Null where the form has none. */
  id: string | undefined;
  summary: unknown;
  timestamp: unknown;
  details: unknown;
  links: unknown;
  /** By name, where the form names them. */
  services: readonly { id: string; name: string }[];
};

/**
 * A change event of PagerDuty, as it is sent to its Events API v2 and as its REST API lists it. What kind of change it
 * was the format does not say: `kind` among its custom details does, else it is read as a deploy, which most are. One
 * that names no service would be taken for the whole workspace, so it is left out.
 * https://developer.pagerduty.com/docs/send-change-events
 */
export function readChangeEvent(event: ChangeEvent, context: ReadContext): Outcome {
  const details = objectOf(event.details) ?? {};
  const title = textOf(event.summary);
  if (title === undefined) return rejected("summary is missing");
  const times = new ChangeTimes(context);
  const start = times.start(event.timestamp, "timestamp");
  if ("wrong" in start) return rejected(start.wrong);
  const named = textOf(details.service);
  const services = event.services.length > 0 ? event.services : named ? [{ id: named, name: named }] : [];
  if (services.length === 0) return ignored("names no service: add custom_details.service");
  const said = {
    kind: CHANGE_KINDS.find((kind) => kind === textOf(details.kind)) ?? "deploy",
    startsAt: start.at,
    endsAt: null,
    team: textOf(details.team) ?? null,
    environment: textOf(details.environment) ?? null,
    rule: null,
    title,
    url: firstLink(event.links),
    by: textOf(details.user) ?? null,
    isRollback: details.rollback === true,
  } satisfies Partial<Change>;
  const key = event.id ?? `hash:${stableHash(JSON.stringify({ ...said, services }))}`;
  return toldChange({ key, toldAt: null, changes: perService(key, services, said) }, times.issues);
}

/** One change for each service, keyed apart. */
export function perService(
  key: string,
  services: readonly { id: string; name: string }[],
  said: Omit<Change, "changeKey" | "service">,
): Change[] {
  return services.map(({ id, name }) => ({ changeKey: `${key}:${id}`, service: name, ...said }));
}

function firstLink(links: unknown): string | null {
  for (const link of objectsOf(links)) {
    const href = linkOf((link as Wire).href);
    if (href !== undefined) return href;
  }
  return null;
}
