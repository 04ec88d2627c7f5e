"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { erasureQuery } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import type { Erasure } from "@/lib/contract/erasure";
import type { OrganisationPerson } from "@/lib/contract/organisation";
import { useOrganisationChange } from "./use-organisation-change";

type Props = { person: OrganisationPerson; onDone: () => void };

/** Says first what it will do: nothing brings the person back. */
export function ErasePerson({ person, onDone }: Props) {
  const [asked, setAsked] = useState(false);
  return (
    <section aria-label="Erase" className="mt-5 border-t pt-3">
      {asked ? (
        <Asked person={person} onDone={onDone} onLeave={() => setAsked(false)} />
      ) : (
        <Button size="small" onClick={() => setAsked(true)}>
          Erase this person
        </Button>
      )}
    </section>
  );
}

function Asked({ person, onDone, onLeave }: Props & { onLeave: () => void }) {
  const view = viewOf(useQuery(erasureQuery(person.id)));
  const [sure, setSure] = useState(false);
  const { pending, problem, change } = useOrganisationChange(onDone);
  const call = { method: "POST" as const, url: `/api/people/${person.id}/erasure`, body: {} };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        change({ calls: [call], said: "Erased. Their figures stay with a former member." });
      }}
    >
      <h3 className="text-sm font-medium">Erase {person.name}</h3>
      <PanelBody view={view} height={144}>
        {(erasure) => <ErasureWords erasure={erasure} />}
      </PanelBody>
      <label className="flex items-center gap-2 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={sure}
          onChange={({ target }) => setSure(target.checked)}
          className="size-4 shrink-0 accent-ink"
        />
        <span>Erase {person.name} for good. It cannot be undone.</span>
      </label>
      {problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" disabled={pending} onClick={onLeave}>
          Leave it
        </Button>
        <Button type="submit" look="primary" disabled={pending || !sure || view.kind !== "ready"}>
          {pending ? "Erasing" : "Erase"}
        </Button>
      </div>
    </form>
  );
}

function ErasureWords({ erasure }: { erasure: Erasure }) {
  const { accounts, words, pages, interruptions, texts, bodies, files, signsIn } = erasure;
  const leftOut = words.filter((word) => word.leftOut !== null);
  return (
    <ul className="list-disc space-y-1 pl-5 text-sm [overflow-wrap:anywhere]">
      <li>
        {formatCounted(accounts.length, "account goes", "accounts go")}
        {accounts.length > 0 && `: ${accounts.map(({ provider, key }) => `${provider} ${key}`).join(", ")}`}
      </li>
      <li>
        {formatCounted(pages, "page", "pages")} and {formatCounted(interruptions, "interruption", "interruptions")} stay
        counted, with a former member who is never shown apart
      </li>
      <li>
        Replaced in {formatCounted(texts, "text", "texts")} and{" "}
        {formatCounted(bodies.redacted, "raw delivery", "raw deliveries")}; deleted are{" "}
        {formatCounted(bodies.dropped, "raw delivery", "raw deliveries")} and{" "}
        {formatCounted(files, "imported file", "imported files")}
      </li>
      {leftOut.length > 0 && (
        <li>
          Not searched, because others bear it or it stands in any text: {leftOut.map(({ word }) => word).join(", ")}
        </li>
      )}
      {signsIn && <li>Their sign-in ends</li>}
      <li>What a provider or a file tells of them later goes to the former member. Older backups still hold them</li>
    </ul>
  );
}
