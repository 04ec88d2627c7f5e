import type { Instant } from "@/lib/model/instant";
import type { Interruption } from "@/lib/model/interruption";
import type { Notification } from "@/lib/model/page";
import type { PlacedInstant } from "@/lib/time/hour-rules";

export type PageNotification = Notification & { pageKey: string };

type Chained = Pick<PageNotification, "at" | "channel" | "pageKey">;

/** An instant on the wall of the person. */
type Place = (at: Instant) => PlacedInstant;

/** At most this long after the notification before, a notification belongs to the same interruption. */
export const CHAIN_MS = 60_000;

/**
 * The interruptions of ONE person, from all notifications of all their pages. A chain, not a window: each is compared with
 * the notification before it. An unknown channel may have been a push, so it counts and the interruption is estimated.
 */
export function foldInterruptions(notifications: readonly PageNotification[], place: Place): Interruption[] {
  return chainNotifications(notifications).flatMap((chain) => interruptionOf(chain, place));
}

/** Loud notifications of one person in the chains that are one interruption each, in order. */
export function chainNotifications<T extends Chained>(notifications: readonly T[]): T[][] {
  const loud = notifications.filter(isLoud);
  loud.sort((a, b) => a.at - b.at || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0));
  const chains: T[][] = [];
  let previousAt = Number.NEGATIVE_INFINITY;
  for (const notification of loud) {
    const chain = chains[chains.length - 1];
    if (chain && notification.at - previousAt <= CHAIN_MS) chain.push(notification);
    else chains.push([notification]);
    previousAt = notification.at;
  }
  return chains;
}

/** E-mail and chat wait until they are looked at. */
export function isLoud({ channel }: Pick<Notification, "channel">): boolean {
  return channel !== "email" && channel !== "chat";
}

function interruptionOf(chain: readonly PageNotification[], place: Place): Interruption[] {
  const [first] = chain;
  if (!first) return [];
  const { person, at } = first;
  const { hourClass, localDate, localHour, hourStartedAt, night } = place(at);
  return [
    {
      person,
      at,
      pageKeys: [...new Set(chain.map(({ pageKey }) => pageKey))],
      hourClass,
      localDate,
      localHour,
      hourStartedAt,
      night,
      estimated: chain.some(({ estimated, channel }) => estimated || channel === "unknown"),
    },
  ];
}
