"use client";

import Link from "next/link";
import { signatureColumns } from "@/components/export/signature-columns";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { fetchJson, queryString } from "@/components/queries/fetch-json";
import { buttonClass } from "@/components/ui/button";
import type { Noise } from "@/lib/contract/noise";
import type { Overview } from "@/lib/contract/overview";
import { Panel } from "./panel";
import { SignatureTable } from "./signature-table";
import type { View } from "./view";

type Props = { view: View<Overview>; filter: LinkParams; className?: string };

export function WorstPanel({ view, filter, className }: Props) {
  return (
    <Panel
      question="Which alerts hurt most?"
      help="pain"
      n={({ totals, worst }) => `${worst.length} of ${formatCounted(totals.signatures, "signature", "signatures")}`}
      view={view}
      height={300}
      className={className}
      flush
      actions={({ worst, range }) => (
        <>
          <TableMenu
            title="Alerts"
            range={range}
            shown={() => signatureColumns(worst)}
            all={{ table: () => everyAlert(filter) }}
          />
          <Link href={hrefTo("/noise", filter)} className={buttonClass("quiet", "small")}>
            All signatures
          </Link>
          <Link href={hrefTo("/triage", { team: filter.team })} className={buttonClass("plain", "small")}>
            Decide in triage
          </Link>
        </>
      )}
    >
      {({ worst }) =>
        worst.length === 0 ? (
          <p className="px-4 pb-4 text-ink-2">No alert interrupted anybody for nothing.</p>
        ) : (
          <SignatureTable rows={worst} filter={filter} label="The signatures with most pain" short />
        )
      }
    </Panel>
  );
}

/** The panel has the first few of them. */
async function everyAlert(filter: LinkParams) {
  const { signatures } = await fetchJson<Noise>(`/api/noise?${queryString(filter)}`);
  return signatureColumns(signatures);
}
