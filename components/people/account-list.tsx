"use client";

import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import type { MatchedBy, PersonView } from "@/lib/contract/people";
import { splitChange } from "./use-people-changes";

const MATCHED: Record<MatchedBy, string> = {
  itself: "its own",
  email: "by the same e-mail address",
  hand: "put here by hand",
};

type Props = {
  person: PersonView;
  zone: string;
  canChange: boolean;
  pending: boolean;
  onSplit: (change: ReturnType<typeof splitChange>) => void;
};

/** The accounts of one person; chosen ones are taken out again, and become a person of their own. */
export function AccountList({ person, zone, canChange, pending, onSplit }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { accounts } = person;
  const out = accounts.filter(({ id }) => chosen.includes(id));
  const splittable = canChange && accounts.length > 1;
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  return (
    <div className="mt-1.5 rounded-md border bg-ground">
      <ul aria-label={`Accounts of ${person.name}`} className="divide-y">
        {accounts.map((account) => (
          <li key={account.id} className="flex items-start gap-x-3 px-3 py-2">
            {splittable && (
              <label className="-my-1 -ml-1 inline-grid size-7 shrink-0 place-items-center pointer-coarse:size-11">
                <input
                  type="checkbox"
                  aria-label={`Choose the account ${account.name ?? account.key} at ${account.provider}`}
                  checked={chosen.includes(account.id)}
                  onChange={() => toggle(account.id)}
                  className="size-4 accent-ink"
                />
              </label>
            )}
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap gap-x-2">
                <span className="font-medium">{account.provider}</span>
                <span className="min-w-0 [overflow-wrap:anywhere]">{account.name ?? "no name told"}</span>
                <span className="min-w-0 font-mono text-xs text-ink-3 [overflow-wrap:anywhere]">{account.key}</span>
              </p>
              <p className="flex flex-wrap gap-x-3 text-xs text-ink-2 [overflow-wrap:anywhere]">
                <span>{account.email ?? "no e-mail told"}</span>
                <span>{account.timeZone?.replaceAll("_", " ") ?? "zone not told"}</span>
                {account.pages !== null && (
                  <>
                    <span>{formatCounted(account.pages, "page", "pages")}</span>
                    <span>
                      {account.lastSeenAt === null
                        ? "never named"
                        : `last named ${formatDate(account.lastSeenAt, zone)}`}
                    </span>
                  </>
                )}
                <span className="text-ink-3">{MATCHED[account.matchedBy]}</span>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {splittable && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-2">
          <Button
            size="small"
            disabled={pending || out.length === 0 || out.length === accounts.length}
            onClick={() => onSplit(splitChange(person, out))}
          >
            {out.length === 0 ? "Take out" : `Take ${formatCounted(out.length, "account", "accounts")} out`}
          </Button>
          <span className="text-xs text-ink-3">
            {out.length === accounts.length
              ? "One account must stay with this person."
              : "Those chosen become a person of their own."}
          </span>
        </p>
      )}
    </div>
  );
}
