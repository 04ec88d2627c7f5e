import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { numberOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { PROVIDER, readLogEntry } from "./log-entry";

const NO_TIME = "carries no time: only its receipt tells when it was, and a file does not tell that";

/** The name of the application can be set, so only its presence says something. */
export function isWebhook({ AppName, Type }: Wire): boolean {
  return textOf(AppName) !== undefined && textOf(Type) !== undefined;
}

/** Bodies have neither a time nor an id: everything in them happened when it was received. */
export function readWebhook(body: Wire, { receivedAt }: ReadContext): Outcome {
  const type = textOf(body.Type) ?? "";
  const pageKey = textOf(body.AlertID);
  const isAlert = type === "Alert";
  if (!isAlert && type !== "AlertStatus" && type !== "AlertStatusBundle") return ignored(`${type}: ${reasonOf(body)}`);
  if (pageKey === undefined) return rejected("AlertID is missing");
  const said = isAlert ? null : readLogEntry(textOf(body.LogEntry) ?? "");
  if (said && "none" in said) return ignored(`${type}: ${said.none}`);
  if (receivedAt === null) return rejected(`a GoAlert webhook of type ${type} ${NO_TIME}`);
  const collector = new Collector(PROVIDER);
  const { name, ...act } = said ?? NOTICE;
  const event: Omit<PageEvent, "provider" | "eventKey"> = { pageKey, ...act, at: receivedAt, atReceipt: true };
  if (name !== undefined && act.kind !== "triggered") event.person = collector.named(name);
  event.facts = told<PageFacts>({
    title: textOf(body.Summary),
    service: textOf(body.ServiceName),
    number: pageKey,
    asOf: receivedAt,
  });
  collector.snapshot("webhook", event);
  return collector.accepted();
}

/**
 * Each is one notification, and the first one is the page's beginning, for a page begins with its earliest act. It is no
 * trigger: one that arrives after the page has ended must not open it again.
 */
const NOTICE: { kind: "notified"; by: "unknown"; channel: "unknown"; name?: string } = {
  kind: "notified",
  by: "unknown",
  channel: "unknown",
};

function reasonOf(body: Wire): string {
  switch (textOf(body.Type)) {
    case "AlertBundle":
      return `${numberOf(body.Count) ?? "several"} alerts of ${textOf(body.ServiceName) ?? "a service"} in one message, none of them named`;
    case "ScheduleOnCallUsers":
      return "who is on call now, nobody was paged";
    case "Verification":
      return `enter the code ${textOf(body.Code) ?? "(missing)"} in GoAlert to confirm this webhook`;
    case "Test":
      return "the test button, nobody was paged";
    default:
      return "not a type we know";
  }
}
