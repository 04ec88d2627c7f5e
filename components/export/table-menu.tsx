"use client";

import { useSearchParams } from "next/navigation";
import { formatIsoDate } from "@/components/format/time";
import { Button, buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { Popover } from "@/components/ui/popover";
import type { Range } from "@/lib/contract/noise-report";
import { fileName } from "@/lib/export/file-name";
import type { FigureTable } from "./table";
import { filtersIn, madeNow } from "./use-caption";

/** Instants, or the first and the last local date. */
export type Span = Pick<Range, "zone" | "label"> & (Pick<Range, "from" | "to"> | { first: string; last: string });

type Props = {
  title: string;
  range: Span | null;
  /** The rows on the screen, in their order. */
  shown: () => FigureTable;
  /** All rows that the filters leave: had here, or a file that the server writes. Null = more than is shown is not to be had. */
  all: { table: () => FigureTable | Promise<FigureTable> } | { href: string } | null;
  /** Filters of the address that narrow this table besides those of every screen. */
  narrowedBy?: readonly string[];
  /** Those that narrow all of it as well: the same, unless said. */
  allNarrowedBy?: readonly string[];
};

type What = { words: string; narrowedBy: readonly string[] };

/** Takes a table along: what is shown of it, and all of it. */
export function TableMenu({ title, range, shown, all, narrowedBy = [], allNarrowedBy = narrowedBy }: Props) {
  const search = useSearchParams();
  const zone = range?.zone ?? null;
  const save = async (close: () => void, table: FigureTable | Promise<FigureTable>, what: What) => {
    close();
    try {
      const [{ csvOf }, { download }, found] = await Promise.all([import("./table-text"), import("./hand-out"), table]);
      const caption = {
        title,
        sentence: "",
        range: range?.label ?? null,
        zone,
        filters: filtersIn(search, what.narrowedBy),
        n: `n = ${found.rows.length} ${what.words}`,
        definition: null,
        madeAt: madeNow(zone),
      };
      const name = fileName({ team: search.get("team"), metric: title, days: range && daysOf(range), zone }, "csv");
      download(csvOf(found, caption), name, "text/csv");
    } catch (error) {
      notify(error instanceof Error && error.message ? error.message : "The browser did not allow it.");
    }
  };
  const choice = `${buttonClass("quiet", "small")} w-full justify-start`;
  return (
    <Popover
      label={`CSV: ${title}`}
      trigger="CSV"
      triggerLabel={`CSV: ${title}`}
      triggerClass={`${buttonClass("quiet", "small")} print:hidden`}
      className="p-1"
    >
      {(close) => (
        <ul>
          <li>
            <Button
              look="quiet"
              size="small"
              className="w-full justify-start"
              onClick={() => void save(close, shown(), { words: "rows shown", narrowedBy })}
            >
              CSV of what is shown
            </Button>
          </li>
          {all && (
            <li>
              {"href" in all ? (
                <a href={all.href} download onClick={close} className={choice}>
                  CSV of everything
                </a>
              ) : (
                <Button
                  look="quiet"
                  size="small"
                  className="w-full justify-start"
                  onClick={() =>
                    void save(close, all.table(), { words: "rows, all of them", narrowedBy: allNarrowedBy })
                  }
                >
                  CSV of everything
                </Button>
              )}
            </li>
          )}
        </ul>
      )}
    </Popover>
  );
}

function daysOf(span: Span): { first: string; last: string } {
  if ("first" in span) return span;
  const { from, to, zone } = span;
  return { first: formatIsoDate(from, zone), last: formatIsoDate(new Date(Date.parse(to) - 1).toISOString(), zone) };
}
