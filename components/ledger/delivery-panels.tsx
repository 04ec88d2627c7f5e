"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import Link from "next/link";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo } from "@/components/format/href";
import { recordsHref } from "@/components/format/ledger-href";
import { formatBytes, formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact, formatIsoDate } from "@/components/format/time";
import { Panel, PanelBody } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { LedgerBar } from "@/components/sources/ledger-bar";
import type { DeliveryDetail } from "@/lib/contract/ledger";
import { DeliveryRecords } from "./delivery-records";
import { deliveryRecordColumns } from "./ledger-columns";
import { RawBody } from "./raw-body";
import { ReadAgain } from "./read-again";
import { rowTitle } from "./record-row";

type Props = { view: View<DeliveryDetail>; zone: string; canChange: boolean };

/** One delivery as it came, and what became of each record in it. */
export function DeliveryPanels({ view, zone, canChange }: Props) {
  return (
    <div className="space-y-5">
      <Link href={backTo(view, zone)} className="inline-flex items-center gap-1.5 text-xs text-ink-2 hover:text-ink">
        <ArrowLeft className="size-3.5" aria-hidden />
        Records of its day
      </Link>
      <header>
        <PanelBody view={view} height={64}>
          {(detail) => <Title detail={detail} zone={zone} />}
        </PanelBody>
      </header>
      {(view.kind === "loading" || view.kind === "ready") && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="min-w-0 space-y-5">
            <Panel question="What became of it?" help="ledger" view={view} height={120} n={recordsWord}>
              {(detail) => (
                <>
                  {detail.delivery.waiting ? (
                    <p className="text-ink-2">It is kept, and waits to be read.</p>
                  ) : (
                    <LedgerBar ledger={detail.delivery} />
                  )}
                  {canChange && <ReadAgain delivery={detail.delivery} />}
                </>
              )}
            </Panel>
            <Panel question="What came?" view={view} height={420} n={bodyWords}>
              {(detail) => <RawBody detail={detail} />}
            </Panel>
          </div>
          <div className="min-w-0 space-y-5">
            <Panel
              question="What was read from it?"
              view={view}
              height={240}
              n={recordsWord}
              flush
              actions={({ records, delivery }) => (
                <TableMenu
                  title="Records of a delivery"
                  range={null}
                  shown={() => deliveryRecordColumns(records)}
                  all={records.length < delivery.received ? null : { table: () => deliveryRecordColumns(records) }}
                />
              )}
            >
              {(detail) => <DeliveryRecords detail={detail} />}
            </Panel>
            <Panel question="Which pages does it tell of?" view={view} height={90} n={pagesWord} flush>
              {({ pages }) => <Pages pages={pages} />}
            </Panel>
            <Panel question="Which headers came with it?" view={view} height={120}>
              {({ headers }) => <Headers headers={headers} />}
            </Panel>
          </div>
        </div>
      )}
    </div>
  );
}

function backTo(view: View<DeliveryDetail>, zone: string) {
  if (view.kind !== "ready") return recordsHref({});
  const { receivedAt, sourceId } = view.data.delivery;
  const day = formatIsoDate(receivedAt, zone);
  return recordsHref({ source: sourceId, from: day, to: day });
}

const recordsWord = ({ delivery, records }: DeliveryDetail) =>
  formatCounted(delivery.waiting ? records.length : delivery.received, "record", "records");
const pagesWord = ({ pages }: DeliveryDetail) => formatCounted(pages.length, "page", "pages");
const bodyWords = ({ delivery }: DeliveryDetail) =>
  delivery.bytes === null ? "size not known" : formatBytes(delivery.bytes);

function Title({ detail: { delivery, contentType, repeats }, zone }: { detail: DeliveryDetail; zone: string }) {
  const facts = [
    contentType ?? "no content type",
    repeats === 0 ? "came once" : `came ${formatCounted(repeats, "more time", "more times")}`,
  ];
  return (
    <>
      <p className="text-xs text-ink-3">{delivery.sourceName}</p>
      <h1 className="mt-1 max-w-4xl text-[1.375rem] leading-8 font-medium tracking-tight [overflow-wrap:anywhere]">
        {rowTitle(delivery)}
      </h1>
      <p className="mt-1 text-ink-2">
        Received {formatExact(delivery.receivedAt, zone)} {zone.replaceAll("_", " ")}
      </p>
      <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-3">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {delivery.why && <p className="mt-2 max-w-prose [overflow-wrap:anywhere]">{delivery.why}</p>}
    </>
  );
}

/** More of them would bury the rest; the explorer has them all. */
const MOST_PAGES = 50;

function Pages({ pages }: { pages: DeliveryDetail["pages"] }) {
  if (pages.length === 0) return <p className="px-4 pb-4 text-ink-2">None: nobody was paged by it.</p>;
  return (
    <ul className="max-h-80 divide-y overflow-y-auto border-t">
      {pages.slice(0, MOST_PAGES).map(({ id, pageKey, title }) => (
        <li key={id}>
          <Link href={hrefTo(`/pages/${id}`)} className="block px-4 py-2 -outline-offset-2 hover:bg-hover">
            <span className="line-clamp-2 font-medium [overflow-wrap:anywhere]">
              {title ?? "A page without a title"}
            </span>
            <span className="block truncate font-mono text-2xs text-ink-3">{pageKey}</span>
          </Link>
        </li>
      ))}
      {pages.length > MOST_PAGES && (
        <li className="px-4 py-2 text-xs text-ink-3">and {formatCount(pages.length - MOST_PAGES)} more</li>
      )}
    </ul>
  );
}

function Headers({ headers }: Pick<DeliveryDetail, "headers">) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return <p className="text-ink-2">None were kept.</p>;
  return (
    <>
      <dl className="space-y-1.5 font-mono text-xs">
        {entries.map(([name, value]) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-ink-3">{name}:</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-ink-3">Only what is needed to read it again is kept. Secrets are masked.</p>
    </>
  );
}
