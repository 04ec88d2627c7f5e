"use client";

import { useEffect, useRef } from "react";
import { formatCounted } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import type { PeopleView, PersonView } from "@/lib/contract/people";
import { apartChange, mergeChange, usePeopleChanges } from "./use-people-changes";

/** People who may be one, each with the reason and what it rests on; nobody is merged without a word. */
export function Proposals({ view: { people, proposals }, canChange }: { view: PeopleView; canChange: boolean }) {
  const { pending, said, change } = usePeopleChanges();
  const list = useRef<HTMLUListElement>(null);
  const decided = useRef<number | null>(null);
  const byId = new Map(people.map((person) => [person.id, person]));
  const pairs = proposals.flatMap((proposal) => {
    const [one, other] = [byId.get(proposal.one), byId.get(proposal.other)];
    return one && other ? [{ proposal, one, other }] : [];
  });
  // The one that was decided is gone: the focus goes on to the next.
  useEffect(() => {
    if (decided.current === null || pending) return;
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>("[data-decide]");
    const next = buttons?.[Math.min(decided.current, (buttons?.length ?? 0) - 1)];
    (next ?? document.getElementById("people-search"))?.focus();
    decided.current = null;
  });
  const decide = (at: number, one: PersonView, other: PersonView, same: boolean) => {
    const [into, from] = keptFirst(one, other);
    void change(same ? mergeChange(into, [from]) : apartChange(one, other)).then(
      () => {
        decided.current = at;
      },
      () => {
        // It has been told, and the proposal stands as it was.
      },
    );
  };
  return (
    <section aria-labelledby="proposals" className="min-w-0 rounded-xl border bg-surface shadow-card">
      <header className="flex min-h-11 flex-wrap items-baseline gap-x-2 px-4 pt-3 pb-1.5">
        <h2 id="proposals" className="text-sm font-medium">
          Who may be one person?
        </h2>
        <span className="text-xs text-ink-3">{formatCounted(pairs.length, "proposal", "proposals")}</span>
      </header>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {pairs.length === 0 ? (
        <p className="px-4 pb-4 text-ink-2">
          Nobody looks like somebody else. Accounts with the same e-mail address are one person already.
        </p>
      ) : (
        <ul ref={list} className="divide-y border-t">
          {pairs.map(({ proposal, one, other }, at) => (
            <li
              key={`${one.id} ${other.id}`}
              aria-label={`${one.name} and ${other.name}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
            >
              <div className="grid min-w-0 flex-1 basis-80 gap-x-4 gap-y-1.5 sm:grid-cols-2">
                <Side person={one} pages={proposal.evidence.onePages} />
                <Side person={other} pages={proposal.evidence.otherPages} />
                <p className="text-xs text-ink-2 sm:col-span-2">{proposal.sentence}</p>
              </div>
              {canChange && (
                <span className="flex flex-wrap gap-2">
                  <Button
                    size="small"
                    look="primary"
                    data-decide
                    disabled={pending}
                    onClick={() => decide(at, one, other, true)}
                  >
                    Same person
                  </Button>
                  <Button size="small" disabled={pending} onClick={() => decide(at, one, other, false)}>
                    Keep apart
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Side({ person, pages }: { person: PersonView; pages: number | null }) {
  const told = [...new Set(person.accounts.map(({ provider }) => provider))].join(", ");
  return (
    <div className="min-w-0">
      <p className="truncate font-medium">{person.name}</p>
      <p className="truncate text-xs text-ink-3">
        {[told, person.email ?? "no e-mail known", pages !== null && formatCounted(pages, "page", "pages")]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}

/** The one with an address stays, else the one with more accounts, else the one named first. */
function keptFirst(one: PersonView, other: PersonView): [PersonView, PersonView] {
  const weight = ({ email, accounts }: PersonView) => (email === null ? 0 : 1_000_000) + accounts.length;
  return weight(other) > weight(one) ? [other, one] : [one, other];
}
