"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { MadeSecret, SourceView } from "@/lib/contract/source";
import { isChosenHere, newSigningSecret, secretName } from "./proof-words";
import { refreshSource } from "./refresh-source";
import { keptWords } from "./secret-words";
import { ValueToCopy } from "./set-up-steps";

type Props = {
  source: SourceView;
  signature: string | null;
  /** Enough, while a sender is set up. */
  once?: boolean;
};

/** Takes the sender's signing secret; until there is one, deliveries wait and are not lost. */
export function SigningSecretForm({ source, signature, once = false }: Props) {
  const [secret, setSecret] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: (value: string) =>
      send<MadeSecret>("POST", `/api/sources/${source.id}/secrets`, { kind: "signing", secret: value }),
    onSuccess: async (_, value) => {
      if (value !== secret.trim()) setMade(value);
      setSecret("");
      await refreshSource(queries, source.id);
    },
  });
  const kept = source.secrets.filter(({ kind }) => kind === "signing");
  const { label, hint } = secretName(signature);
  return (
    <div className="space-y-3">
      {!(once && kept.length > 0) && (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(secret.trim());
          }}
        >
          <Field
            label={kept.length > 0 ? `Another ${label.toLowerCase()}` : label}
            mono
            autoComplete="off"
            spellCheck={false}
            value={secret}
            placeholder={hint}
            onChange={({ target }) => setSecret(target.value)}
            className="min-w-0 flex-1 basis-72"
          />
          <Button type="submit" look={kept.length > 0 ? "plain" : "primary"} disabled={add.isPending || !secret.trim()}>
            Keep it
          </Button>
          {isChosenHere(signature) && (
            <Button disabled={add.isPending} onClick={() => add.mutate(newSigningSecret())}>
              Make one
            </Button>
          )}
        </form>
      )}
      {made && (
        <ValueToCopy label="Made for you: enter it at the sender" what="the secret" value={made} hint="Shown once." />
      )}
      {add.error && (
        <p role="alert" className="font-medium">
          It was not kept. {add.error.message}
        </p>
      )}
      <p className="text-xs text-ink-2">
        {kept.length > 0
          ? keptWords(kept.map((one) => one.hint))
          : "Until it is here deliveries are kept aside and answered 202; they are checked as soon as it is given."}
      </p>
    </div>
  );
}
