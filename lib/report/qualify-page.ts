import type { Page } from "@/lib/model/page";

/** Keys of pages and of people are unique only within a provider. */
export function qualifyPage(page: Page): Page {
  const led = (key: string) => `${page.provider}\u0000${key}`;
  return {
    ...page,
    pageKey: led(page.pageKey),
    mergedInto: page.mergedInto === null ? null : led(page.mergedInto),
    endedByPerson: page.endedByPerson === null ? null : led(page.endedByPerson),
    actions: page.actions.map((act) =>
      act.person === null && act.to.length === 0
        ? act
        : { ...act, person: act.person === null ? null : led(act.person), to: act.to.map(led) },
    ),
    notifications: page.notifications.map((it) => ({ ...it, person: led(it.person) })),
  };
}

/** A key as the provider spells it. */
export function ownKey(key: string): string {
  return key.slice(key.indexOf("\u0000") + 1);
}

/** A text that may hold keys, with each of them as its provider spells it. */
export function withOwnKeys(text: string): string {
  if (!text.includes("\u0000")) return text;
  const parts = text.split("\u0000");
  const last = parts.length - 1;
  return parts.map((part, nth) => (nth === last ? part : part.replace(/\S+$/, ""))).join("");
}
