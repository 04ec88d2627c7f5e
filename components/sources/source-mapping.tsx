"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_READING } from "@/components/queries/ledger";
import { membersQuery } from "@/components/queries/sources";
import { Button } from "@/components/ui/button";
import type { ReplayResult } from "@/lib/contract/ledger";
import type { SourceView } from "@/lib/contract/source";
import type { Mapping } from "@/lib/model/mapping";
import { missingOf, ofKind, rowKindOf } from "./mapped-fields";
import { MappingForm } from "./mapping-form";
import { refreshSource } from "./refresh-source";

type Members = NonNullable<ReturnType<typeof useMembers>["data"]>;

const useMembers = (id: string) => useQuery(membersQuery(id));

/** Of a tool that nobody knows: which member of its deliveries is what. */
export function SourceMapping({ source }: { source: SourceView }) {
  const members = useMembers(source.id);
  const view = viewOf(members);
  return (
    <Panel question="Which of its fields is what?" view={view} height={160} flush>
      {(found) => {
        const mapping = source.mapping ?? found?.mapping ?? null;
        return mapping === null ? (
          <p className="max-w-prose px-4 pb-4 text-ink-2">
            Send one request, or import a file of the same kind: its fields then stand here, and you say which is what.
            What cannot be read until then is kept and read later.
          </p>
        ) : (
          <Editor key={source.id} source={source} mapping={mapping} members={found} />
        );
      }}
    </Panel>
  );
}

function Editor({
  source,
  mapping: first,
  members,
}: {
  source: SourceView;
  mapping: Mapping;
  members: Members | null;
}) {
  const [mapping, setMapping] = useState(first);
  const [kind, setKind] = useState(() => rowKindOf(first));
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: async () => {
      await send("PATCH", `/api/sources/${source.id}`, { mapping: ofKind(mapping, kind) });
      return send<ReplayResult>("POST", "/api/deliveries/replay", { source: source.id, outcome: "rejected" });
    },
    onSuccess: async () => {
      await refreshSource(queries, source.id);
      await Promise.all(TOUCHED_BY_READING.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const missing = missingOf(kind, mapping);
  const columns = members?.columns
    ? [...members.columns].map(({ examples, ...rest }) => ({ ...rest, examples: [...(examples ?? [])] }))
    : [];
  return (
    <div className="pb-4">
      <p className="mx-4 text-xs text-ink-2">
        {members
          ? "With values of its latest delivery."
          : "No delivery has come yet: the fields are those of its files."}
      </p>
      <MappingForm
        columns={columns}
        mapping={mapping}
        kind={kind}
        onChange={(next, nextKind) => {
          setMapping(ofKind(next, nextKind));
          setKind(nextKind);
        }}
      />
      <div className="mx-4 mt-4 flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={keep.isPending || missing.length > 0} onClick={() => keep.mutate()}>
          {keep.isPending ? "Reading" : "Keep, and read what was rejected"}
        </Button>
        <p role="status" className="text-ink-2">
          {keep.error?.message ?? (keep.data ? outcomeOf(keep.data) : missing.join(" "))}
        </p>
      </div>
    </div>
  );
}

function outcomeOf({ replayed, failed, left }: ReplayResult): string {
  const parts = [
    `Kept. ${formatCounted(replayed, "delivery was", "deliveries were")} read again`,
    failed > 0 && `${formatCounted(failed, "still cannot", "still cannot")} be read`,
    left > 0 && `${formatCounted(left, "is", "are")} left: press again`,
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}
