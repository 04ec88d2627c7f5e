"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { formatDuration } from "@/components/format/duration";
import { hrefTo } from "@/components/format/href";
import { changesHref } from "@/components/format/ledger-href";
import { formatBytes, formatCount, formatCounted } from "@/components/format/numbers";
import { formatDate, formatExact, formatIsoDate } from "@/components/format/time";
import { ACTIVE_STATES, importQuery } from "@/components/queries/sources";
import { buttonClass } from "@/components/ui/button";
import type { ImportView } from "@/lib/contract/sources";
import { LedgerBar } from "./ledger-bar";
import { ProgressBar } from "./progress-bar";
import { UndoButton } from "./undo-button";

type Props = { item: ImportView; zone: string };

/** One import in the state it is in; while it runs it is asked for twice a second. */
export function ImportCard({ item: listed, zone }: Props) {
  const active = ACTIVE_STATES.includes(listed.state);
  const { data } = useQuery({ ...importQuery(listed.id), enabled: active });
  const item = active && data ? data : listed;
  useRefreshWhenDone(listed, item);
  return (
    <section
      id={`import-${item.id}`}
      aria-label={item.fileName}
      className="scroll-mt-20 rounded-xl border bg-surface p-4 shadow-card"
    >
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="min-w-0 truncate font-medium">{item.fileName}</h3>
        <span className="text-xs text-ink-3">
          {[
            item.preview?.label,
            formatBytes(item.bytes),
            formatExact(item.createdAt, zone),
            item.sample && "sample data",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span className="ml-auto text-xs font-medium">{STATE_WORDS[item.state]}</span>
      </header>
      {item.state === "undoing" ? (
        <ProgressBar label={`Taking ${item.fileName} back`} share={null} />
      ) : (
        ACTIVE_STATES.includes(item.state) && <Running item={item} />
      )}
      {item.state === "failed" && <Failed item={item} zone={zone} />}
      {item.state === "undone" && <Undone item={item} zone={zone} />}
      {item.state === "done" && <Done item={item} zone={zone} />}
    </section>
  );
}

const STATE_WORDS: Record<ImportView["state"], string> = {
  uploading: "arriving",
  uploaded: "waiting for you",
  queued: "waiting for its turn",
  running: "reading",
  judging: "judging the pages",
  done: "done",
  failed: "not imported",
  undoing: "being taken back",
  undone: "taken back",
};

// Every figure may have changed.
function useRefreshWhenDone(listed: ImportView, item: ImportView) {
  const queries = useQueryClient();
  const done = useRef(false);
  const finished = ACTIVE_STATES.includes(listed.state) && !ACTIVE_STATES.includes(item.state);
  useEffect(() => {
    if (!finished || done.current) return;
    done.current = true;
    void queries.invalidateQueries();
  }, [finished, queries]);
}

function Running({ item }: { item: ImportView }) {
  const share = item.state === "running" && item.bytes > 0 ? item.bytesRead / item.bytes : null;
  return (
    <>
      <ProgressBar label={`Importing ${item.fileName}`} share={item.state === "judging" ? 1 : share} />
      <p className="mt-1.5 mb-3 flex flex-wrap gap-x-3 text-xs text-ink-2">
        <span>
          {item.state === "judging"
            ? `all read, ${formatCounted(item.pages, "page", "pages")} found`
            : `${formatBytes(item.bytesRead)} of ${formatBytes(item.bytes)} read`}
        </span>
        {item.rate !== null && <span>{formatCount(Math.round(item.rate))} records a second</span>}
        {item.secondsLeft !== null && <span>about {formatDuration(item.secondsLeft)} left</span>}
      </p>
      <LedgerBar ledger={item.ledger} />
    </>
  );
}

function Undone({ item, zone }: Props) {
  return (
    <p className="mt-2 text-ink-2">
      Taken back{item.undoneAt && ` ${formatExact(item.undoneAt, zone)} ${zone.replaceAll("_", " ")}`}. What only this
      file told is gone, and nothing of it counts any more. Drop the file again to have it back.
    </p>
  );
}

function Failed({ item, zone }: Props) {
  return (
    <div role="alert" className="mt-2 max-w-prose">
      <p className="[overflow-wrap:anywhere]">{item.error ?? "The file could not be read."}</p>
      <p className="mt-1 text-ink-2">
        {item.ledger.stored > 0
          ? `${formatCounted(item.ledger.stored, "record", "records")} before that place are stored and safe. Mend the file and drop it again; what is known already is not stored twice.`
          : "Nothing of it was stored. Export the file again from your pager, or mend it, and drop it here."}
      </p>
      {item.ledger.received > 0 && (
        <div className="mt-3">
          <LedgerBar ledger={item.ledger} />
        </div>
      )}
      <p className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {item.ledger.rejected > 0 && <Rejections item={item} />}
        {item.ledger.stored > 0 && <UndoButton item={item} zone={zone} />}
      </p>
    </div>
  );
}

function Done({ item, zone }: Props) {
  const { ledger, firstPageAt, lastPageAt } = item;
  const nothingNew = ledger.received > 0 && ledger.stored === 0 && ledger.duplicate > 0;
  return (
    <>
      <div className="mt-3">
        <LedgerBar ledger={ledger} />
      </div>
      {nothingNew && (
        <p className="mt-3 text-ink-2">
          {item.sameAs
            ? `The same content as ${item.sameAs.fileName}, imported ${formatExact(item.sameAs.at, zone)}. Nothing was stored twice.`
            : "Everything in it was known already. Nothing was stored twice."}
        </p>
      )}
      {item.ignoredReasons.length > 0 && (
        <p className="mt-3 text-xs text-ink-2">
          Ignored: {item.ignoredReasons.map(({ why, records }) => `${why} (${formatCount(records)})`).join("; ")}
        </p>
      )}
      {item.issues > 0 && (
        <p className="mt-1 text-xs text-ink-2">
          {formatCounted(item.issues, "part was", "parts were")} left out of records that are stored otherwise.
        </p>
      )}
      {item.replacedShifts > 0 && (
        <p className="mt-1 text-xs text-ink-2">
          {formatCounted(item.replacedShifts, "shift", "shifts")} of earlier files replaced, wholly or in part: this
          file says otherwise of that time. Taking it back restores them.
        </p>
      )}
      {item.preview?.warnings.map((warning) => (
        <p key={warning} className="mt-1 text-xs text-ink-2">
          {warning}
        </p>
      ))}
      <p className="mt-3 flex flex-wrap items-center gap-2 empty:hidden">
        {firstPageAt && lastPageAt && (
          <>
            <Link
              href={hrefTo("/overview", {
                from: formatIsoDate(firstPageAt, zone),
                to: formatIsoDate(lastPageAt, zone),
              })}
              className={buttonClass(item.sample || nothingNew ? "plain" : "primary", "small")}
            >
              See the noise report
            </Link>
            <span className="text-xs text-ink-3">
              {formatCounted(item.pages, "page", "pages")}, {formatDate(firstPageAt, zone)} –{" "}
              {formatDate(lastPageAt, zone)}
            </span>
          </>
        )}
        {item.sourceId && item.preview?.rows.some(({ changes }) => changes !== undefined) && (
          <Link
            href={changesHref({ source: item.sourceId, from: "now-2y/d", to: "now/d" })}
            className={buttonClass(nothingNew ? "plain" : "primary", "small")}
          >
            See the changes
          </Link>
        )}
        {(ledger.rejected > 0 || item.issues > 0) && <Rejections item={item} />}
        {!item.sample && ledger.received > 0 && (
          <span className="ml-auto">
            <UndoButton item={item} zone={zone} />
          </span>
        )}
      </p>
    </>
  );
}

function Rejections({ item }: { item: ImportView }) {
  return (
    <a href={`/api/imports/${item.id}/rejections`} download className={buttonClass("plain", "small")}>
      <Download className="size-3.5" aria-hidden />
      {formatCounted(item.ledger.rejected, "rejected record", "rejected records")} as CSV
    </a>
  );
}
