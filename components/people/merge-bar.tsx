"use client";

import { useId, useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { PersonView } from "@/lib/contract/people";
import { mergeChange } from "./use-people-changes";

type Props = {
  picked: readonly PersonView[];
  pending: boolean;
  onMerge: (change: ReturnType<typeof mergeChange>, into: PersonView) => void;
  onClear: () => void;
};

/** What can be done with the people chosen: they become one, under the name that stays. */
export function MergeBar({ picked, pending, onMerge, onClear }: Props) {
  const select = useId();
  const [kept, setKept] = useState(picked[0]?.id ?? "");
  const into = picked.find(({ id }) => id === kept);
  const merge = () => {
    if (into)
      onMerge(
        mergeChange(
          into,
          picked.filter(({ id }) => id !== into.id),
        ),
        into,
      );
  };
  return (
    <form
      aria-label="Merge the people chosen"
      onSubmit={(event) => {
        event.preventDefault();
        merge();
      }}
      className="sticky top-14 z-10 flex flex-wrap items-center gap-x-2.5 gap-y-2 border-t bg-hover px-4 py-2.5"
    >
      <span className="font-medium">{formatCounted(picked.length, "person", "people")} chosen</span>
      {picked.length < 2 ? (
        <span className="text-ink-2">Choose another one to merge them.</span>
      ) : (
        <>
          <span className="flex min-w-0 items-center gap-2 text-ink-2">
            <label htmlFor={select} className="shrink-0">
              merge into
            </label>
            <Select
              id={select}
              value={kept}
              onChange={({ target }) => setKept(target.value)}
              className="min-w-0 max-w-64"
            >
              {picked.map(({ id, name, email }) => (
                <option key={id} value={id}>
                  {email ? `${name}, ${email}` : name}
                </option>
              ))}
            </Select>
          </span>
          <Button type="submit" size="small" look="primary" disabled={pending}>
            {pending ? "Merging" : "Merge"}
          </Button>
        </>
      )}
      <Button size="small" look="quiet" onClick={onClear}>
        Clear
      </Button>
    </form>
  );
}
