"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useId, useState } from "react";
import { ListMenu } from "@/components/export/list-menu";
import { formatDuration } from "@/components/format/duration";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { Effort } from "@/lib/contract/person";
import { Panel } from "./panel";
import type { View } from "./view";

type Props = { view: View<readonly Effort[]>; zone: string; filter: LinkParams };

/** The estimate can only see the pager; the responder knows. */
export function EffortPanel({ view, zone, filter }: Props) {
  return (
    <Panel
      question="How long did they keep you?"
      help="effort"
      view={view}
      height={220}
      flush
      n={(efforts) => `n = ${formatCounted(efforts.length, "page", "pages")} that you acted on`}
      actions={(efforts) => <ListMenu title="Effort" range={null} table={() => effortColumns(efforts)} />}
    >
      {(efforts) =>
        efforts.length === 0 ? (
          <p className="px-4 pb-4 text-ink-2">You acted on no page in this range.</p>
        ) : (
          <>
            <p className="px-4 pb-3 text-ink-2">{sumText(efforts)}</p>
            <ul className="relative max-h-[24rem] divide-y overflow-y-auto border-t">
              {efforts.map((effort) => (
                <Row key={`${effort.pageId} ${effort.minutes}`} effort={effort} zone={zone} filter={filter} />
              ))}
            </ul>
          </>
        )
      }
    </Panel>
  );
}

const effortColumns = (efforts: readonly Effort[]) => ({
  head: ["opened at", "title", "minutes", "estimated", "cut at four hours"],
  rows: efforts.map(({ triggeredAt, title, minutes, estimated, capped }) => [
    triggeredAt,
    title ?? "",
    minutes ?? "",
    estimated ? "yes" : "no",
    capped ? "yes" : "no",
  ]),
});

function sumText(efforts: readonly Effort[]): string {
  const known = efforts.filter(({ minutes }) => minutes !== null);
  const said = known.filter(({ estimated }) => !estimated).length;
  const sum = known.reduce((total, { minutes }) => total + (minutes ?? 0), 0);
  const unknown = efforts.length - known.length;
  const parts = [
    `${formatDuration(sum * 60)} on ${formatCounted(known.length, "page", "pages")}`,
    `${formatCount(said)} in your own words, ${formatCount(known.length - said)} estimated`,
    unknown > 0 ? `${formatCount(unknown)} not known` : null,
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

function useSay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ pageId, minutes }: { pageId: string; minutes: number | null }) => {
      const url = `/api/pages/${encodeURIComponent(pageId)}/effort`;
      return minutes === null ? send("DELETE", url) : send("PUT", url, { minutes });
    },
    onSuccess: async (_, { minutes }) => {
      notify(minutes === null ? "The estimate counts again." : `Noted: ${formatDuration(minutes * 60)}.`);
      await queries.invalidateQueries({ queryKey: ["person"] });
    },
    onError: (error: Error) => notify(`Nothing was changed. ${error.message}`),
  });
}

function Row({ effort, zone, filter }: { effort: Effort; zone: string; filter: LinkParams }) {
  const { pageId, title, triggeredAt, minutes, estimated, capped } = effort;
  const field = useId();
  const say = useSay();
  const [text, setText] = useState(minutes === null ? "" : String(minutes));
  const typed = /^\d{1,5}$/.test(text.trim()) ? Number(text) : null;
  const said = minutes !== null && !estimated;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      <p className="min-w-0 flex-1 basis-52">
        <Link href={hrefTo(`/pages/${pageId}`, filter)} className="font-medium hover:underline">
          {title ?? "no title"}
        </Link>
        <span className="block text-xs text-ink-3">{formatDayTime(triggeredAt, zone)}</span>
      </p>
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== null) say.mutate({ pageId, minutes: typed });
        }}
      >
        <label htmlFor={field} className="sr-only">
          Minutes that {title ?? "the page"} took you
        </label>
        <input
          id={field}
          inputMode="numeric"
          value={text}
          placeholder="?"
          onChange={({ target }) => setText(target.value)}
          className="h-8 w-16 rounded-md border border-line-strong bg-surface px-2 text-right text-sm placeholder:text-ink-3 pointer-coarse:h-11"
        />
        <span className="w-32 text-xs text-ink-3">
          min, {said ? "you said" : minutes === null ? "not known" : capped ? "estimated, cut" : "estimated"}
        </span>
        <Button
          type={said && typed === minutes ? "button" : "submit"}
          size="small"
          disabled={say.isPending || (typed === minutes && !said) || typed === null || typed > 10_080}
          onClick={said && typed === minutes ? () => say.mutate({ pageId, minutes: null }) : undefined}
        >
          {said && typed === minutes ? "Take back" : "Say so"}
        </Button>
      </form>
    </li>
  );
}
