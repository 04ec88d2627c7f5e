"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ImportView } from "@/lib/contract/sources";

/** Takes a whole import back, after it has said what goes and what stays. */
export function UndoButton({ item, zone }: { item: ImportView; zone: string }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const undo = useMutation({
    mutationFn: () => send<ImportView | null>("POST", `/api/imports/${item.id}/undo`),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setAsking(true)}>
        Undo this import
      </Button>
      <Dialog open={asking} onOpenChange={setAsking} title={`Take ${item.fileName} back?`}>
        <ul className="list-disc space-y-1.5 pl-5 text-ink-2 [overflow-wrap:anywhere]">
          <li>
            It told of <span className="font-medium text-ink">{told(item, zone)}</span>. What only this file told of
            them goes.
          </li>
          <li>Pages that another import, a webhook or the provider's API told of as well stay, with those words.</li>
          <li>Every figure is worked out anew. The import stays listed here as taken back, and counts nothing.</li>
          <li>Verdicts that people gave wait for the pages to come back with another import.</li>
        </ul>
        {undo.error && (
          <p role="alert" className="mt-3 font-medium">
            Nothing was taken back. {undo.error.message}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button look="primary" disabled={undo.isPending} onClick={() => undo.mutate()}>
            {undo.isPending ? "Starting" : `Take ${formatCounted(item.ledger.stored, "record", "records")} back`}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function told({ pages, firstPageAt, lastPageAt, ledger }: ImportView, zone: string): string {
  if (!firstPageAt || !lastPageAt) return formatCounted(ledger.stored, "record", "records");
  return `${formatCounted(pages, "page", "pages")}, ${formatDate(firstPageAt, zone)} – ${formatDate(lastPageAt, zone)}`;
}
