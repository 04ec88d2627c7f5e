"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatDate } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { MadeSecret, SecretView, SourceView, WebhookView } from "@/lib/contract/source";
import { PROOF_WORDS } from "./proof-words";
import { refreshSource } from "./refresh-source";
import { secretWords } from "./secret-words";
import { ValueToCopy } from "./set-up-steps";
import { SigningSecretForm } from "./signing-secret-form";

type Props = { source: SourceView; webhook: WebhookView; origin: string; zone: string; canChange: boolean };

/** Every secret that is in force, without showing one: a second one may be added, and the old one removed then. */
export function SourceSecrets({ source, webhook, origin, zone, canChange }: Props) {
  const { proof } = webhook;
  const kind = proof === "signature" ? "signing" : proof;
  const secrets = source.secrets.filter((secret) => secret.kind === kind);
  const { label, why } = PROOF_WORDS[proof];
  return (
    <div className="space-y-4">
      <p className="max-w-prose text-ink-2">
        <span className="font-medium text-ink">{label}.</span> {why}
      </p>
      {secrets.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {secrets.map((secret) => (
            <SecretRow
              key={secret.id}
              source={source}
              secret={secret}
              isOnly={secrets.length === 1}
              zone={zone}
              canChange={canChange}
            />
          ))}
        </ul>
      )}
      {!canChange ? null : proof === "signature" ? (
        <SigningSecretForm source={source} signature={SCHEMES[source.provider] ?? null} />
      ) : (
        <AnotherSecret source={source} webhook={webhook} kind={proof} origin={origin} />
      )}
      {secrets.length > 1 && (
        <p className="text-xs text-ink-2">
          All of them are accepted. Once the sender uses the new one, remove the old one here.
        </p>
      )}
    </div>
  );
}

/** Providers whose secret has words of its own. */
const SCHEMES: Readonly<Record<string, string>> = {
  cloudwatch: "sns",
  "splunk-oncall": "splunk-on-call",
  "incident-io": "standard-webhooks",
  "grafana-alerting": "grafana-alerting",
  firehydrant: "firehydrant",
  rootly: "rootly",
};

type RowProps = { source: SourceView; secret: SecretView; isOnly: boolean; zone: string; canChange: boolean };

function SecretRow({ source, secret, isOnly, zone, canChange }: RowProps) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => send("DELETE", `/api/sources/${source.id}/secrets/${secret.id}`),
    onSuccess: async () => {
      setAsking(false);
      await refreshSource(queries, source.id);
    },
  });
  const name = secretWords(secret.hint);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <span className="font-mono text-xs">
        <span aria-hidden>••••</span>
        {secret.hint && <span className="sr-only">ends in </span>}
        {secret.hint}
      </span>
      <span className="text-xs text-ink-2">
        added <Age at={secret.createdAt} zone={zone} />
      </span>
      <span className="ml-auto">
        {isOnly ? (
          <span className="text-xs text-ink-3">the only one</span>
        ) : (
          canChange && (
            <Button size="small" look="quiet" aria-label={`Remove ${name}`} onClick={() => setAsking(true)}>
              Remove
            </Button>
          )
        )}
      </span>
      {asking && (
        <Dialog open onOpenChange={setAsking} title={`Remove ${name}?`}>
          <p className="text-ink-2">
            It was added on {formatDate(secret.createdAt, zone)}. Deliveries that prove themselves by it are refused
            from now on; the other secrets stay in force. It cannot be brought back, only added anew.
          </p>
          {remove.error && (
            <p role="alert" className="mt-3 font-medium">
              It was not removed. {remove.error.message}
            </p>
          )}
          <div className="mt-5 flex justify-end gap-2">
            <Button look="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button look="primary" disabled={remove.isPending} onClick={() => remove.mutate()}>
              Remove it
            </Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}

type AnotherProps = { source: SourceView; webhook: WebhookView; kind: "header" | "path"; origin: string };

function AnotherSecret({ source, webhook, kind, origin }: AnotherProps) {
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () => send<MadeSecret>("POST", `/api/sources/${source.id}/secrets`, { kind }),
    onSuccess: () => refreshSource(queries, source.id),
  });
  const secret = add.data?.secret;
  return (
    <div className="space-y-3">
      <Button disabled={add.isPending} onClick={() => add.mutate()}>
        {kind === "path" ? "Make a second address" : "Make a second secret"}
      </Button>
      {add.error && (
        <p role="alert" className="font-medium">
          None was made. {add.error.message}
        </p>
      )}
      {secret &&
        (kind === "path" ? (
          <ValueToCopy
            label="New address"
            what="the new address"
            value={`${origin}${webhook.path}/${secret}`}
            hint="Shown once. Copy it now; the old one is accepted until you remove it."
          />
        ) : (
          <ValueToCopy
            label={`New value of the header ${webhook.headerName}`}
            what="the new secret"
            value={secret}
            hint="Shown once. Copy it now; the old one is accepted until you remove it."
          />
        ))}
    </div>
  );
}
