"use client";

import { useId, useState } from "react";
import { formatDate } from "@/components/format/time";
import { PersonVerdict } from "@/components/panels/person-verdict";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { PersonVerdictView } from "@/lib/contract/page";
import type { MadeGesture } from "@/lib/contract/verdict";
import type { Suggested } from "./taps";
import { useGestures } from "./use-gestures";
import { VerdictControl } from "./verdict-control";

type Props = {
  id: string;
  given: PersonVerdictView | null;
  standing: readonly PersonVerdictView[];
  suggested: Suggested;
  zone: string;
};

/** A word on a signature holds for pages that open from now on, or for all; and until a day, if it has one. */
export function SignatureVerdictControl({ id, given, standing, suggested, zone }: Props) {
  const [from, setFrom] = useState<"now" | "always">("now");
  const [until, setUntil] = useState("");
  const ids = [useId(), useId()];
  const url = `/api/signatures/${encodeURIComponent(id)}/verdict`;
  return (
    <>
      <Standing words={standing} url={url} zone={zone} />
      <VerdictControl
        url={url}
        what="this alert"
        given={standing[0] ?? null}
        suggested={suggested}
        more={{ from: from === "now" ? "now" : null, until: until || null }}
      >
        <div className="mb-3 flex flex-wrap items-end gap-3">
          <div>
            <label htmlFor={ids[0]} className="mb-1 block text-xs text-ink-2">
              Holds for
            </label>
            <Select id={ids[0]} value={from} onChange={({ target }) => setFrom(target.value as "now" | "always")}>
              <option value="now">pages from now on</option>
              <option value="always">all its pages, past ones too</option>
            </Select>
          </div>
          <div>
            <label htmlFor={ids[1]} className="mb-1 block text-xs text-ink-2">
              Until, if it ends
            </label>
            <input
              id={ids[1]}
              type="date"
              value={until}
              onChange={({ target }) => setUntil(target.value)}
              className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm pointer-coarse:h-11"
            />
          </div>
        </div>
      </VerdictControl>
      {!given && standing.length > 0 && (
        <p className="mt-3 text-xs text-ink-3">None of these holds for a page that opens now.</p>
      )}
    </>
  );
}

type StandingProps = { words: readonly PersonVerdictView[]; url: string; zone: string };

function Standing({ words, url, zone }: StandingProps) {
  const { pending, make } = useGestures();
  if (words.length === 0) return <p className="mb-3 text-ink-2">No person has judged this alert yet.</p>;
  return (
    <ul className="mb-4 space-y-3" aria-label="Verdicts on this alert">
      {words.map((word) => (
        <li key={word.id} className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <PersonVerdict given={word} zone={zone} />
            <p className="mt-0.5 text-xs text-ink-2">{periodWords(word, zone)}</p>
          </div>
          {words.length > 1 && (
            <Button
              look="quiet"
              size="small"
              disabled={pending}
              onClick={() =>
                make({
                  run: () => send<MadeGesture>("DELETE", `${url}?word=${encodeURIComponent(word.id)}`),
                  said: `Took ${word.verdict} back`,
                })
              }
            >
              Take back
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function periodWords({ from, until }: PersonVerdictView, zone: string): string {
  if (from === null && until === null) return "for all its pages";
  const begins = from === null ? "for pages" : `for pages from ${formatDate(from, zone)} on`;
  return until === null ? begins : `${begins}, until ${formatDate(until, zone)}`;
}
