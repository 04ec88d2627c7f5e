import { perService, readChangeEvent } from "@/lib/providers/change-event";
import { rejected } from "@/lib/providers/collector";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { ChangeTimes, toldChange } from "@/lib/providers/told-change";
import { linkOf, nameOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";

function isTyped(value: unknown, type: string): boolean {
  const given = objectOf(value)?.type;
  return given === type || given === `${type}_reference`;
}

/** The object itself, or the only one in the answer about a single thing. */
function unwrapped(value: unknown, name: string): Wire {
  const object = objectOf(value) ?? {};
  return objectOf(object[name]) ?? object;
}

/** `GET /maintenance_windows`: no incident is opened for its services meanwhile, but other tools go on paging. */
export const maintenanceWindows: JsonFormat = {
  shape: "json",
  id: "pagerduty-maintenance-windows",
  label: "PagerDuty maintenance windows (JSON)",
  matches: (value) => {
    const window = unwrapped(value, "maintenance_window");
    return isTyped(window, "maintenance_window") && window.start_time !== undefined;
  },
  read: (value, context) => readWindow(unwrapped(value, "maintenance_window"), context),
};

function readWindow(window: Wire, context: ReadContext): Outcome {
  const key = textOf(window.id);
  if (key === undefined) return rejected("id is missing");
  const times = new ChangeTimes(context);
  const start = times.start(window.start_time, "start_time");
  if ("wrong" in start) return rejected(start.wrong);
  const end = times.end(window.end_time, "end_time", start.at);
  if ("wrong" in end) return rejected(end.wrong);
  const { services, issues } = namedServices(window.services);
  if (services.length === 0) return rejected("services: none is named");
  const changes = perService(key, services, {
    kind: "maintenance",
    startsAt: start.at,
    endsAt: end.at,
    team: null,
    environment: null,
    rule: null,
    title: textOf(window.description) ?? textOf(window.summary) ?? "maintenance",
    url: linkOf(window.html_url) ?? null,
    by: nameOf(window.created_by) ?? null,
    isRollback: false,
  });
  return toldChange({ key, toldAt: null, changes }, [...times.issues, ...issues]);
}

/** A service known by its id alone cannot be found among pages: it is left out, and said so. */
function namedServices(list: unknown): { services: { id: string; name: string }[]; issues: string[] } {
  const issues: string[] = [];
  const services = objectsOf(list).flatMap((service, index) => {
    const name = nameOf(service);
    if (name !== undefined) return [{ id: textOf(service.id) ?? name, name }];
    issues.push(`services[${index}]: has no name`);
    return [];
  });
  return { services, issues };
}

/** `GET /change_events`. */
export const changeEvents: JsonFormat = {
  shape: "json",
  id: "pagerduty-change-events",
  label: "PagerDuty change events (JSON)",
  matches: (value) => {
    const event = unwrapped(value, "change_event");
    return isTyped(event, "change_event") && event.summary !== undefined && event.timestamp !== undefined;
  },
  read: (value, context) => {
    const event = unwrapped(value, "change_event");
    const { summary, timestamp, custom_details: details, links } = event;
    const { services } = namedServices(event.services);
    return readChangeEvent({ id: textOf(event.id), summary, timestamp, details, links, services }, context);
  },
};
