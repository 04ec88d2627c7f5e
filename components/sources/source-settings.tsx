"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import Trash from "lucide-react/icons/trash-2";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { notify } from "@/components/ui/notify";
import type { ChangeSourceBody, SourceView } from "@/lib/contract/source";
import { ZoneChoice } from "./connect-form";
import { refreshSource } from "./refresh-source";

/** Name, zone, pause and end of a source. */
export function SourceSettings({ source }: { source: SourceView }) {
  const [name, setName] = useState(source.name);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (body: ChangeSourceBody) => send<SourceView>("PATCH", `/api/sources/${source.id}`, body),
    onSuccess: () => refreshSource(queries, source.id),
  });
  return (
    <div className="space-y-4">
      <form
        aria-label="Name"
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ name: name.trim() });
        }}
      >
        <Field
          label="Name"
          value={name}
          maxLength={100}
          required
          onChange={({ target }) => setName(target.value)}
          className="w-72 max-w-full"
        />
        <Button type="submit" disabled={change.isPending || name.trim() === "" || name.trim() === source.name}>
          Rename
        </Button>
      </form>
      <ZoneChoice zone={source.zone} onChange={(zone) => change.mutate({ zone })} />
      {change.error && (
        <p role="alert" className="font-medium">
          Nothing was changed. {change.error.message}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2 border-t pt-4">
        <Button disabled={change.isPending} onClick={() => change.mutate({ paused: !source.paused })}>
          {source.paused ? <Play className="size-3.5" aria-hidden /> : <Pause className="size-3.5" aria-hidden />}
          {source.paused ? "Continue" : "Pause"}
        </Button>
        <p className="min-w-0 flex-1 basis-60 text-xs text-ink-2">
          {source.paused
            ? "While it is paused deliveries are accepted, kept as they are and ignored."
            : "Senders notice nothing of a pause: what they send is kept and ignored, and can be read later."}
        </p>
        <DeleteButton source={source} />
      </div>
    </div>
  );
}

function DeleteButton({ source }: { source: SourceView }) {
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => send("DELETE", `/api/sources/${source.id}`),
    onSuccess: async () => {
      router.push("/sources" as Route);
      notify(`${source.name} is deleted. What it told stays.`);
      await Promise.all([["sources"], ["alarms"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>
        <Trash className="size-3.5" aria-hidden />
        Delete
      </Button>
      {asking && (
        <Dialog open onOpenChange={setAsking} title={`Delete ${source.name}?`}>
          <ul className="list-disc space-y-1.5 pl-5 text-ink-2">
            {source.webhook && (
              <li>Its address answers 410 from now on. Switch the webhook off at {source.providerLabel} first.</li>
            )}
            <li>Its secrets are deleted for good. The same address cannot be brought back.</li>
            <li>
              <span className="font-medium text-ink">Everything it told stays:</span> pages, verdicts, its ledger and
              the deliveries kept raw.
            </li>
          </ul>
          {remove.error && (
            <p role="alert" className="mt-3 font-medium">
              It was not deleted. {remove.error.message}
            </p>
          )}
          <div className="mt-5 flex justify-end gap-2">
            <Button look="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button look="primary" disabled={remove.isPending} onClick={() => remove.mutate()}>
              Delete it
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
