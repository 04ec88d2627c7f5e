import type { Instant } from "@/lib/model/instant";
import type { Urgency } from "@/lib/model/page-event";
import type { Dice } from "./dice";
import type { Team } from "./organisation";

/** One rule of the monitoring: the true signature of its pages. */
export type Alert = {
  id: string;
  team: Team;
  service: string;
  environment: string | undefined;
  family: string;
  /** A title of one page; numbers, hosts and pods in it change. */
  titleOf: (dice: Dice) => string;
  rule: string | undefined;
  priority: string | undefined;
  urgency: Urgency | undefined;
  /** Hosts or shards it fires for; one key of the sender each. */
  scopes: number;
};

const SUBJECTS = ["latency", "error rate", "queue depth", "disk usage", "heap", "connections", "replication delay"];
const SUBJECTS_MORE = [
  "5xx responses",
  "consumer lag",
  "CPU",
  "open files",
  "login failures",
  "cache misses",
  "timeouts",
];
const VERBS = ["above limit", "too high", "rising", "over budget", "degraded", "breached"];
const PODS = "bcdfghjklmnpqrstvwxz2456789";

/** A title of the common kinds: with a host, a pod, a measured value, or nothing that changes. */
export function titlesFor(service: string, dice: Dice): (dice: Dice) => string {
  const subject = dice.pick([...SUBJECTS, ...SUBJECTS_MORE]);
  const verb = dice.pick(VERBS);
  const shape = dice.whole(0, 4);
  return (own) => {
    switch (shape) {
      case 0:
        return `${service}: ${subject} ${verb}`;
      case 1:
        return `[${service}] ${subject} ${verb} (${own.whole(61, 99)}%)`;
      case 2:
        return `${subject} ${verb} on ${service}-${podOf(own)}`;
      case 3:
        return `${subject} ${verb}: ${own.within(0.2, 9.5).toFixed(1)}s for 5m on ${service}`;
      default:
        return `${service} ${subject} is ${own.whole(110, 4000)}, ${verb}`;
    }
  };
}

function podOf(dice: Dice): string {
  const draw = (length: number) => Array.from({ length }, () => PODS.charAt(dice.whole(0, PODS.length - 1))).join("");
  return `${draw(9)}-${draw(5)}`;
}

/** Instants of a random process with a mean count over a range, at least `apartMs` from each other. */
export function arrivals(dice: Dice, range: { from: Instant; to: Instant }, count: number, apartMs: number): Instant[] {
  const meanMs = Math.max(1, (range.to - range.from) / count - apartMs);
  const times: Instant[] = [];
  for (let at = range.from + dice.wait(meanMs); at < range.to; at += apartMs + dice.wait(meanMs)) {
    times.push(Math.floor(at / 1000) * 1000);
  }
  return times;
}
