import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, told, type Wire } from "@/lib/providers/wire";

const PROVIDER = "cloudwatch";

const STATES: Readonly<Record<string, { kind: PageEventKind; by: PageEvent["by"] }>> = {
  ALARM: { kind: "triggered", by: "automation" },
  OK: { kind: "resolved", by: "automation" },
};

/** What SNS carries as text, or as the whole body where raw delivery is switched on. */
export function isAlarm(value: Wire): boolean {
  return textOf(value.AlarmName) !== undefined && textOf(value.NewStateValue) !== undefined;
}

/** A change of state by EventBridge. */
export function isStateChange({ detail }: Wire): boolean {
  const inner = objectOf(detail);
  return textOf(inner?.alarmName) !== undefined && textOf(objectOf(inner?.state)?.value) !== undefined;
}

/**
 * The alarm is the page, and each time that it rings opens it again: a message that all is well does not say which ringing
 * it ends.
 */
export function readAlarm(alarm: Wire, { zone }: ReadContext): Outcome {
  const arn = textOf(alarm.AlarmArn);
  const name = textOf(alarm.AlarmName) ?? "";
  const account = textOf(alarm.AWSAccountId);
  return readChange(
    {
      key: arn ?? [account, textOf(alarm.Region), name].filter((part) => part !== undefined).join(":"),
      name,
      state: alarm.NewStateValue,
      before: alarm.OldStateValue,
      beforeTime: undefined,
      time: alarm.StateChangeTime,
      timeName: "StateChangeTime",
      service: textOf(objectOf(alarm.Trigger)?.Namespace),
    },
    { zone },
  );
}

export function readStateChange(event: Wire, { zone }: ReadContext): Outcome {
  const detail = objectOf(event.detail) ?? {};
  const name = textOf(detail.alarmName) ?? "";
  const resources = Array.isArray(event.resources) ? event.resources : [];
  const arn = resources.map(textOf).find((one) => one?.includes(":alarm:"));
  const account = textOf(event.account);
  const state = objectOf(detail.state);
  const before = objectOf(detail.previousState);
  return readChange(
    {
      key: arn ?? [account, textOf(event.region), name].filter((part) => part !== undefined).join(":"),
      name,
      state: state?.value,
      before: before?.value,
      beforeTime: before?.timestamp,
      time: state?.timestamp,
      timeName: "detail.state.timestamp",
      service: undefined,
    },
    { zone },
  );
}

type Change = {
  key: string;
  name: string;
  state: unknown;
  before: unknown;
  /** Since when it had been in the state before. */
  beforeTime: unknown;
  time: unknown;
  timeName: string;
  service: string | undefined;
};

function readChange(change: Change, times: { zone: string | null }): Outcome {
  const state = textOf(change.state)?.toUpperCase() ?? "";
  if (state === "INSUFFICIENT_DATA") {
    return ignored("INSUFFICIENT_DATA: neither opens a page nor ends one");
  }
  const step = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  if (!step) return ignored(`${state || "no state"}: not a state we know`);
  const before = textOf(change.before)?.toUpperCase();
  // A new alarm comes from there too, and an end alone would make a page that never was.
  if (state === "OK" && before !== undefined && before !== "ALARM") {
    return ignored(`OK after ${before}: not known to end an alarm`);
  }
  const collector = new Collector(PROVIDER, times);
  const at = collector.time(change.time, change.timeName);
  if (at === null) return rejected(missingTime(change.time, change.timeName, times));
  const facts = told<PageFacts>({
    title: change.name,
    service: change.service,
    rule: change.key,
    dedup: change.key,
    asOf: at,
  });
  const rangAt = state === "OK" ? collector.time(change.beforeTime, "detail.previousState.timestamp") : null;
  if (rangAt !== null && rangAt <= at) {
    collector.snapshot("state", { pageKey: change.key, at: rangAt, kind: "triggered", by: "automation" });
  }
  collector.snapshot("state", { pageKey: change.key, at, ...step, facts });
  return collector.accepted();
}
