"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { dataStateQuery } from "@/components/queries/data-state";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { LookAs } from "./look-as";

const Dialog = dynamic(() => import("@/components/ui/dialog").then((module) => module.Dialog), { ssr: false });

export function SampleBanner() {
  const { data } = useQuery(dataStateQuery);
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => send("DELETE", "/api/sample"),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries();
      notify("The sample data are gone");
    },
    onError: (error) => notify(`The sample data are still there. ${error.message}`),
  });
  if (!data?.sample) return null;
  return (
    <aside
      aria-label="Sample data"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-hover px-3 py-1.5 text-xs sm:px-6"
    >
      <p className="text-ink-2">
        <span className="font-medium text-ink">This is sample data.</span> An invented company; no alert here is yours.
      </p>
      <LookAs />
      <span className="flex items-center gap-3">
        <Link href={"/sources" as Route} className="py-1 font-medium underline underline-offset-4">
          Import my export
        </Link>
        <button
          type="button"
          onClick={() => setAsking(true)}
          className="py-1 text-ink-2 underline underline-offset-4 hover:text-ink"
        >
          Remove
        </button>
      </span>
      {asking && (
        <Dialog open onOpenChange={setAsking} title="Remove the sample data">
          <p className="text-ink-2">
            All sample pages, people and verdicts are taken away. This cannot be undone from here. Pages of your own
            stay as they are.
          </p>
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button look="primary" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {remove.isPending ? "Removing" : "Remove the sample data"}
            </Button>
          </div>
        </Dialog>
      )}
    </aside>
  );
}
