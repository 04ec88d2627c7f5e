import type { FigureTable } from "@/components/export/table";
import type { AccountView, PersonView } from "@/lib/contract/people";

/** "pagerduty", "opsgenie, pagerduty × 2" */
export function accountWords(accounts: readonly AccountView[]): string {
  const counts = new Map<string, number>();
  for (const { provider } of accounts) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  return [...counts].map(([provider, count]) => (count === 1 ? provider : `${provider} × ${count}`)).join(", ");
}

/** People and their accounts as they go along, one person a row; pages that are not to be told are an empty cell. */
export function peopleColumns(people: readonly PersonView[]): FigureTable {
  return {
    head: ["person", "e-mail", "job title", "zone", "accounts", "account keys", "pages", "last named at"],
    rows: people.map(({ name, email, jobTitle, timeZone, accounts, pages, lastSeenAt }) => [
      name,
      email ?? "",
      jobTitle ?? "",
      timeZone ?? "",
      accountWords(accounts),
      accounts.map(({ provider, key }) => `${provider}: ${key}`).join("; "),
      pages ?? "",
      lastSeenAt ?? "",
    ]),
  };
}
