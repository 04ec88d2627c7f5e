import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_SIGNATURES } from "@/components/queries/signature-shape";
import { notify } from "@/components/ui/notify";
import type { MergeSignatureBody, SplitResult, SplitSignatureBody } from "@/lib/contract/signature-shape";

type Edit = { run: () => Promise<{ editId: string | null }>; said: string };

/** Merging and splitting one alert, and taking all over to a newer recipe; each can be undone from its notice, and later from the list of what was done. */
export function useSignatureEdits(id: string) {
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  const url = `/api/signatures/${encodeURIComponent(id)}`;
  const refresh = () => Promise.all(TOUCHED_BY_SIGNATURES.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const onError = (error: Error) => {
    notify(`This was not done. ${error.message}`);
    // Somebody else may have changed it meanwhile.
    void refresh();
  };
  const undo = useMutation({
    mutationFn: (editId: string) => send("DELETE", `/api/signature-edits/${encodeURIComponent(editId)}`),
    onSuccess: async () => {
      await refresh();
      setSaid("Undone");
    },
    onError,
  });
  const edit = useMutation({
    mutationFn: ({ run }: Edit) => run(),
    onSuccess: async ({ editId }, { said: words }) => {
      setSaid(words);
      notify(words, editId === null ? {} : { action: { label: "Undo", onClick: () => undo.mutate(editId) } });
      await refresh();
    },
    onError,
  });
  const giveUp = useMutation({
    mutationFn: () => send<{ signatures: number }>("DELETE", "/api/signature-version"),
    onSuccess: async ({ signatures }) => {
      const words = `${formatCounted(signatures, "alert is", "alerts are")} as before`;
      setSaid(words);
      notify(words);
      await refresh();
    },
    onError,
  });
  const adopt = useMutation({
    mutationFn: () => send<{ signatures: number }>("PUT", "/api/signature-version"),
    onSuccess: async ({ signatures }) => {
      const words = `Took ${formatCounted(signatures, "alert", "alerts")} over`;
      setSaid(words);
      notify(words, { action: { label: "Undo", onClick: () => giveUp.mutate() } });
      await refresh();
    },
    onError,
  });
  return {
    said,
    pending: edit.isPending || undo.isPending || adopt.isPending || giveUp.isPending,
    adopt: () => adopt.mutate(),
    giveUp: () => giveUp.mutate(),
    undo: (editId: string) => undo.mutate(editId),
    merge: (body: MergeSignatureBody, into: string) =>
      edit.mutate({
        run: () => send<{ editId: string }>("POST", `${url}/merge`, body),
        said: `This alert is part of ${into} now`,
      }),
    split: (rule: SplitSignatureBody["rule"], parts: number) =>
      edit.mutate({
        run: () => send<SplitResult>("POST", `${url}/split`, { rule }),
        said: `Split into ${parts} alerts`,
      }),
    preview: (rule: SplitSignatureBody["rule"]) => send<SplitResult>("POST", `${url}/split`, { rule, preview: true }),
  };
}
