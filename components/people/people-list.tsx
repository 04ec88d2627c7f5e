"use client";

import clsx from "clsx";
import { useMemo, useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { useKeys } from "@/components/frame/use-keys";
import { useListKeys } from "@/components/frame/use-list-keys";
import { PlainHeads } from "@/components/ui/heads";
import { VirtualRows } from "@/components/ui/virtual-rows";
import type { PeopleView, PersonView } from "@/lib/contract/people";
import { AccountList } from "./account-list";
import { MergeBar } from "./merge-bar";
import { accountWords, peopleColumns } from "./people-columns";
import { ThisIsMe } from "./this-is-me";
import { usePeopleChanges } from "./use-people-changes";
import { useRowButton } from "./use-row-button";

type Props = { view: PeopleView; zone: string; canChange: boolean };

const GRID = "lg:grid-cols-[1.5rem_minmax(0,1fr)_minmax(0,9rem)_minmax(0,13rem)_6rem_7rem]";
const HEADS = ["Person", "Zone", "Accounts", "Pages", "Last named"];

/** Everybody, by name; a row opens the accounts. */
export function PeopleList({ view: { people, me, canLink }, zone, canChange }: Props) {
  const { params, changeHere } = useFilterUrl();
  const search = params.q ?? "";
  const shown = useMemo(() => people.filter((person) => fits(person, search)), [people, search]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { pending, said, change } = usePeopleChanges();
  const picked = people.filter(({ id }) => chosen.has(id));
  const toggle = (id: string) => setChosen((before) => toggled(before, id));
  const toggleOpen = (id: string) => setOpen((before) => toggled(before, id));
  const selected = useListKeys({
    length: shown.length,
    onOpen: (at) => {
      const person = shown[at];
      if (person) toggleOpen(person.id);
    },
    onSearch: () => document.getElementById("people-search")?.focus(),
  });
  useKeys({
    x: () => {
      const person = selected === null ? undefined : shown[selected];
      if (person && canChange) toggle(person.id);
    },
  });
  useRowButton("person-row-", selected);
  return (
    <section aria-labelledby="everybody" className="min-w-0 rounded-xl border bg-surface shadow-card">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2.5">
        <h2 id="everybody" className="text-sm font-medium">
          Everybody
        </h2>
        <input
          id="people-search"
          type="search"
          aria-label="Search people"
          placeholder="Search name, e-mail or provider"
          value={search}
          maxLength={200}
          onChange={({ target }) => changeHere({ q: target.value || null })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="ml-auto h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-64 pointer-coarse:h-11"
        />
        <TableMenu
          title="People and accounts"
          range={null}
          narrowedBy={["q"]}
          allNarrowedBy={[]}
          shown={() => peopleColumns(shown)}
          all={{ table: () => peopleColumns(people) }}
        />
      </header>
      <p aria-live="polite" className="sr-only">
        {said || (search && `${formatCounted(shown.length, "person", "people")} found`)}
      </p>
      {picked.length > 0 && (
        <MergeBar
          key={picked.map(({ id }) => id).join(" ")}
          picked={picked}
          pending={pending}
          onClear={() => setChosen(new Set())}
          onMerge={(merge, into) =>
            void change(merge).then(
              () => {
                setChosen(new Set());
                focusRow(into.id);
              },
              () => {
                // It has been told, and the choice stands.
              },
            )
          }
        />
      )}
      {shown.length === 0 && <p className="border-t px-4 py-4 text-ink-2">Nobody matches “{search}”.</p>}
      <table aria-label="People" aria-rowcount={shown.length + 1} className="block border-t">
        <thead className="hidden lg:block">
          <tr className={clsx("grid gap-x-3 border-b px-4 text-xs text-ink-3", GRID)}>
            <th scope="col" className="py-2">
              <span className="sr-only">Chosen</span>
            </th>
            <PlainHeads words={HEADS} right={["Pages", "Last named"]} />
          </tr>
        </thead>
        <VirtualRows
          rows={shown}
          estimate={53}
          reveal={selected}
          render={(person, index, place) => (
            <tr
              {...place}
              id={`person-row-${index}`}
              data-person={person.id}
              aria-rowindex={index + 2}
              aria-selected={selected === index || undefined}
              className={clsx(
                "flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-b-0 lg:grid",
                GRID,
                selected === index ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
              )}
            >
              <td className="block">
                {canChange && (
                  <label className="-m-1.5 inline-grid size-7 place-items-center pointer-coarse:-m-3.5 pointer-coarse:size-11">
                    <input
                      type="checkbox"
                      aria-label={`Choose ${person.name}`}
                      checked={chosen.has(person.id)}
                      onChange={() => toggle(person.id)}
                      className="size-4 accent-ink"
                    />
                  </label>
                )}
              </td>
              <th scope="row" className="block min-w-0 flex-1 text-left font-normal">
                <span className="block font-medium [overflow-wrap:anywhere]">
                  {person.name}
                  {person.id === me && <span className="font-normal text-ink-3"> (you)</span>}
                </span>
                <span className="block text-xs text-ink-3 [overflow-wrap:anywhere]">
                  {[person.email ?? "no e-mail known", person.jobTitle].filter(Boolean).join(" · ")}
                </span>
              </th>
              <td className="block text-xs text-ink-2 max-lg:w-full max-lg:pl-7">
                {person.timeZone?.replaceAll("_", " ") ?? <span className="text-ink-3">zone not known</span>}
              </td>
              <td className="block max-lg:pl-7">
                <button
                  type="button"
                  aria-expanded={open.has(person.id)}
                  aria-label={`${accountWords(person.accounts)}: ${formatCounted(person.accounts.length, "account", "accounts")} of ${person.name}`}
                  onClick={() => toggleOpen(person.id)}
                  className="-my-1 min-h-7 text-left text-xs underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-ink pointer-coarse:min-h-11"
                >
                  {accountWords(person.accounts)}
                </button>
              </td>
              <td className="block text-xs lg:text-right lg:text-sm">
                {person.pages === null ? (
                  <span className="text-ink-3">pages not shown</span>
                ) : (
                  <>
                    {formatCount(person.pages)}
                    <span className="text-ink-2 lg:hidden"> {person.pages === 1 ? "page" : "pages"}</span>
                  </>
                )}
              </td>
              <td className="block text-xs text-ink-2 lg:text-right">
                {person.lastSeenAt === null ? (
                  <span className="text-ink-3">{person.pages !== null && "never named"}</span>
                ) : (
                  <>
                    <span className="lg:hidden">last named </span>
                    {formatDate(person.lastSeenAt, zone)}
                  </>
                )}
              </td>
              {open.has(person.id) && (
                <td className="block w-full lg:col-span-full">
                  {canLink && (
                    <ThisIsMe
                      person={person}
                      me={me}
                      pending={pending}
                      onLink={(link) =>
                        void change(link).then(
                          () => focusRow(person.id),
                          () => {
                            // It has been told, and the link stands as it was.
                          },
                        )
                      }
                    />
                  )}
                  <AccountList
                    key={person.id}
                    person={person}
                    zone={zone}
                    canChange={canChange}
                    pending={pending}
                    onSplit={(split) =>
                      void change(split).then(
                        () => focusRow(person.id),
                        () => {
                          // It has been told, and the accounts stand as they were.
                        },
                      )
                    }
                  />
                </td>
              )}
            </tr>
          )}
        />
      </table>
    </section>
  );
}

/** The button that did it may be gone. */
function focusRow(id: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-person="${CSS.escape(id)}"] button[aria-expanded]`)?.focus(),
  );
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

function fits({ name, email, accounts }: PersonView, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const told = [name, email, ...accounts.flatMap((account) => [account.provider, account.name, account.email])];
  return wanted === "" || told.some((text) => text?.toLowerCase().includes(wanted));
}
