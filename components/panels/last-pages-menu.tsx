"use client";

import { TableMenu } from "@/components/export/table-menu";
import { queryString } from "@/components/queries/fetch-json";
import type { Range } from "@/lib/contract/noise-report";
import type { PageRow } from "@/lib/contract/page";
import { PAGES_HEAD, pageCells } from "@/lib/report/pages-table";

type Props = { rows: readonly PageRow[]; range: Range; filter: Parameters<typeof queryString>[0] };

/** The last pages that are listed, and all that the filter leaves. */
export function LastPagesMenu({ rows, range, filter }: Props) {
  return (
    <TableMenu
      title="Last pages"
      range={range}
      shown={() => ({ head: PAGES_HEAD, rows: rows.map(pageCells) })}
      all={{ href: `/api/pages/csv?${queryString(filter)}` }}
    />
  );
}
