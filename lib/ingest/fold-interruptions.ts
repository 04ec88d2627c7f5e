import type { Interruption } from "@/lib/model/interruption";
import type { Notification } from "@/lib/model/page";
import type { Hours } from "@/lib/model/settings";
import { localPartsOf, startOfLocalHour } from "@/lib/time/boundaries";
import { hourClassOf } from "@/lib/time/hour-class";
import { nightOf } from "@/lib/time/night";

export type PageNotification = Notification & { pageKey: string };

export type Clock = { zone: string; hours: Hours };

/** At most this long after the notification before, a notification belongs to the same interruption. */
const CHAIN_MS = 60_000;

/**
 * The interruptions of ONE person, from all notifications of all their pages. A chain, not a window: each is compared with
 * the notification before it. An unknown channel may have been a push, so it counts and the interruption is estimated.
 */
export function foldInterruptions(notifications: readonly PageNotification[], clock: Clock): Interruption[] {
  const loud = notifications.filter(({ channel }) => channel !== "email" && channel !== "chat");
  loud.sort((a, b) => a.at - b.at || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0));
  const chains: PageNotification[][] = [];
  let previousAt = Number.NEGATIVE_INFINITY;
  for (const notification of loud) {
    const chain = chains[chains.length - 1];
    if (chain && notification.at - previousAt <= CHAIN_MS) chain.push(notification);
    else chains.push([notification]);
    previousAt = notification.at;
  }
  return chains.flatMap((chain) => interruptionOf(chain, clock));
}

function interruptionOf(chain: readonly PageNotification[], { zone, hours }: Clock): Interruption[] {
  const [first] = chain;
  if (!first) return [];
  const { person, at } = first;
  const { date, hour } = localPartsOf(at, zone);
  return [
    {
      person,
      at,
      pageKeys: [...new Set(chain.map(({ pageKey }) => pageKey))],
      hourClass: hourClassOf(at, zone, hours),
      localDate: date,
      localHour: hour,
      hourStartedAt: startOfLocalHour(at, zone),
      night: nightOf(at, zone, hours),
      estimated: chain.some(({ estimated, channel }) => estimated || channel === "unknown"),
    },
  ];
}
