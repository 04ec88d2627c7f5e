"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { sampleViewerQuery } from "@/components/queries/people";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import type { SampleViewer } from "@/lib/contract/people";

/** Whose eyes the sample is seen with, and a way to see it with those of another. */
export function LookAs() {
  const { data } = useQuery(sampleViewerQuery);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (personId: string) => send("PUT", "/api/sample/viewer", { personId }),
    // Whom one sees by name changes on every screen.
    onSuccess: () => queries.invalidateQueries(),
    onError: (error) => notify(`You look as before. ${error.message}`),
  });
  if (!data) return null;
  const me = data.people.find(({ id }) => id === data.personId);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="text-ink-2">
        {me
          ? `You look at the sample as ${me.name}, who leads ${ledWords(me, data)}.`
          : "You look at it as a stranger."}
      </span>
      <Select
        aria-label="Look at the sample as"
        value={me?.id ?? ""}
        disabled={change.isPending}
        onChange={({ target }) => target.value && change.mutate(target.value)}
        className="min-w-0 max-w-48"
      >
        {!me && <option value="">Look as</option>}
        {data.people.map(({ id, name, jobTitle }) => (
          <option key={id} value={id}>
            {jobTitle ? `${name}, ${jobTitle}` : name}
          </option>
        ))}
      </Select>
    </span>
  );
}

function ledWords({ leads }: SampleViewer["people"][number], { people }: SampleViewer): string {
  if (leads === 0) return "nobody";
  return leads >= people.length - 1 ? "everybody" : formatCounted(leads, "person", "people");
}
