import type { PageFacts } from "@/lib/model/page-event";
import { nameOf, objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";

/** What an alert says of its page: webhook and REST differ only in what they leave out. */
export function alertFacts(alert: Wire, issues: string[]): PageFacts {
  return told<PageFacts>({
    title: textOf(alert.message),
    service: textOf(alert.entity) ?? taggedService(alert.tags) ?? textOf(objectOf(alert.integration)?.name),
    team: teamOf(alert),
    priority: priorityOf(alert.priority, issues),
    dedup: dedupOf(alert.alias, alert.alertId ?? alert.id),
    number: textOf(alert.tinyId),
  });
}

/** An alert whose sender gave no alias has its own id as one, which names no problem that could come again. */
export function dedupOf(alias: unknown, id: unknown): string | undefined {
  const text = textOf(alias);
  return text === textOf(id) ? undefined : text;
}

/** Alerts have no field for a service; a tag such as `service:checkout` is how people name one. */
function taggedService(tags: unknown): string | undefined {
  if (!Array.isArray(tags)) return undefined;
  for (const tag of tags) {
    const service = /^service\s*[:=]\s*(.+)$/i.exec(textOf(tag) ?? "")?.[1];
    if (service !== undefined) return service.trim();
  }
  return undefined;
}

/** Mostly only ids, which name no team. */
function teamOf(alert: Wire): string | undefined {
  return nameOf(objectsOf(alert.teams)[0]);
}

/** 1 to 5 in webhooks, P1 to P5 elsewhere. */
function priorityOf(value: unknown, issues: string[]): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const level = /^P?([1-5])$/i.exec(text)?.[1];
  if (level === undefined) issues.push(`priority: ${JSON.stringify(text.slice(0, 40))} is none of P1 to P5`);
  return level === undefined ? undefined : `P${level}`;
}
