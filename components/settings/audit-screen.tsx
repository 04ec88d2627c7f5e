"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { TableMenu } from "@/components/export/table-menu";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { allPortions } from "@/components/queries/all-portions";
import { auditChainQuery, auditQuery } from "@/components/queries/audit";
import { fetchJson, queryString } from "@/components/queries/fetch-json";
import { buttonClass } from "@/components/ui/button";
import type { AuditChain, AuditEntryView, AuditFilter, AuditView } from "@/lib/contract/audit";
import { auditColumns } from "./audit-columns";
import { AUDIT_WORDS } from "./audit-words";

const NAMES_SHOWN = 3;

export function AuditScreen({ filter }: { filter: AuditFilter }) {
  return <AuditPanels rows={viewOf(useQuery(auditQuery(filter)))} chain={viewOf(useQuery(auditChainQuery))} />;
}

function AuditPanels({ rows, chain }: { rows: View<AuditView>; chain: View<AuditChain> }) {
  return (
    <div className="space-y-5">
      <header>
        <p className="text-xs text-ink-3">Settings</p>
        <h1 className="mt-1 text-[1.375rem] leading-8 font-medium tracking-tight">Audit log</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          Who saw somebody else's load or pages by name, and who changed what decides that. People see in their own
          screen who looked at them.
        </p>
      </header>
      <Panel question="Is the log as it was written?" view={chain} height={40}>
        {(data) => <Chain chain={data} />}
      </Panel>
      <Panel
        question="Who did and saw what?"
        view={rows}
        n={({ total }) => `n = ${formatCounted(total, "row", "rows")}`}
        actions={(data) => (
          <TableMenu
            title="Audit log"
            range={null}
            narrowedBy={["before"]}
            allNarrowedBy={[]}
            shown={() => auditColumns(data.rows)}
            all={{ table: everyRow }}
          />
        )}
      >
        {(data) => <Rows view={data} />}
      </Panel>
    </div>
  );
}

async function everyRow() {
  const rows = await allPortions(async (before) => {
    const { rows: portion, older } = await fetchJson<AuditView>(`/api/audit?${queryString({ before })}`);
    return { rows: portion, next: older === null ? null : String(older) };
  });
  return auditColumns(rows);
}

function Chain({ chain: { rows, brokenAt, lastHash } }: { chain: AuditChain }) {
  if (brokenAt !== null)
    return (
      <p role="alert" className="font-medium">
        Broken at row {formatCount(brokenAt)}: it, or the row before it, was changed or taken out. The{" "}
        {formatCounted(rows, "row", "rows")} before are as they were written.
      </p>
    );
  return (
    <div className="max-w-prose text-ink-2">
      <p>
        <span className="font-medium text-ink">Verified</span>: each of {formatCounted(rows, "row", "rows")} carries the
        hash of the one before it.
      </p>
      <p className="mt-1 text-xs text-ink-3">
        Rows taken away at the end are found only by whoever kept the last hash
        {lastHash && (
          <>
            : <span className="font-mono break-all">{lastHash}</span>
          </>
        )}
        . The database user of Squelch can write here, so the chain is evidence and no lock.
      </p>
    </div>
  );
}

function Rows({ view: { rows, older, zone } }: { view: AuditView }) {
  if (rows.length === 0) return <p className="text-ink-2">Nobody has seen or changed anything that is noted here.</p>;
  return (
    <>
      <ul className="divide-y">
        {rows.map((row) => (
          <Row key={row.no} row={row} zone={zone} />
        ))}
      </ul>
      {older !== null && (
        <Link href={`/settings/audit?before=${older}` as Route} className={`${buttonClass("plain", "small")} mt-3`}>
          Older rows
        </Link>
      )}
    </>
  );
}

function Row({ row: { no, at, by, what, people, details }, zone }: { row: AuditEntryView; zone: string }) {
  const more = people.length - NAMES_SHOWN;
  return (
    <li className="py-2 [overflow-wrap:anywhere]">
      <p>
        <span className="font-medium">{by ?? "Squelch itself"}</span> {AUDIT_WORDS[what]}
        {people.length > 0 && `: ${people.slice(0, NAMES_SHOWN).join(", ")}`}
        {more > 0 && ` and ${formatCount(more)} more`}
      </p>
      <p className="text-xs text-ink-3">
        {formatCount(no)}, <time dateTime={at}>{formatExact(at, zone)}</time>
        {details.length > 0 && `, ${details.join(", ")}`}
      </p>
    </li>
  );
}
