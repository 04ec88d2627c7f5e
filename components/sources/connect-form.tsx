"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import ChevronLeft from "lucide-react/icons/chevron-left";
import { useMemo, useState } from "react";
import { zoneOptions } from "@/components/frame/zone-options";
import { dataStateQuery } from "@/components/queries/data-state";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import type { CreatedSource, Proof, ProviderView } from "@/lib/contract/source";
import type { Made } from "./connect-screen";
import { headerOf, OWN_HEADER } from "./fill-steps";
import { ProofChoice } from "./proof-choice";
import { abilitiesOf, bestProof, isChosenHere, newSigningSecret } from "./proof-words";

type Props = { provider: ProviderView; onBack: () => void; onMade: (made: Made) => void };

/** Only where the sender's own steps speak of a zone its times may lack one. */
const speaksOfZone = (setUp: readonly string[]) => setUp.some((step) => /time zone/i.test(step));

export function ConnectForm({ provider, onBack, onMade }: Props) {
  const { webhook } = provider;
  const [name, setName] = useState(provider.label);
  const [proof, setProof] = useState<Proof | null>(webhook ? bestProof(webhook) : null);
  const [headerName, setHeaderName] = useState(headerOf(webhook?.setUp ?? []));
  const [timestampHeader, setTimestampHeader] = useState("");
  const [zone, setZone] = useState<string | null>(null);
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: async (): Promise<Made> => {
      const chosen = proof === "signature" && isChosenHere(webhook?.signature ?? null) ? newSigningSecret() : null;
      const body = {
        name: name.trim(),
        provider: provider.id,
        zone,
        webhook: proof && {
          proof,
          ...(proof === "header" && { headerName }),
          ...(proof === "signature" && { timestampHeader: timestampHeader.trim() || null, secret: chosen }),
        },
      };
      return { ...(await send<CreatedSource>("POST", "/api/sources", body)), chosenSecret: chosen };
    },
    onSuccess: async (made) => {
      onMade(made);
      await queries.invalidateQueries({ queryKey: ["sources"] });
    },
  });
  const fixedHeader = headerOf(webhook?.setUp ?? []) !== OWN_HEADER;
  return (
    <form
      aria-label={`Connect ${provider.label}`}
      className="space-y-5 rounded-xl border bg-surface p-4 shadow-card"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="small" look="quiet" className="-ml-2" onClick={onBack}>
          <ChevronLeft className="size-3.5" aria-hidden />
          All providers
        </Button>
        <h2 className="text-sm font-medium">{provider.label}</h2>
        <span className="text-xs text-ink-3">{abilitiesOf(provider)}</span>
      </header>
      <Field
        label="Name"
        value={name}
        maxLength={100}
        required
        autoFocus
        onChange={({ target }) => setName(target.value)}
        hint="As people here call it: the account, the team or the server that sends."
        className="max-w-sm"
      />
      {webhook ? (
        <ProofChoice webhook={webhook} hasApi={provider.hasApi} proof={proof} onChange={setProof} />
      ) : (
        <NoWebhook provider={provider} />
      )}
      {proof === "header" && !fixedHeader && (
        <Field
          label="Header"
          mono
          value={headerName}
          onChange={({ target }) => setHeaderName(target.value)}
          hint="Its name at the sender. The secret itself is made in the next step."
          className="max-w-sm"
        />
      )}
      {proof === "signature" && webhook?.signature === "grafana-alerting" && (
        <Field
          label="Timestamp header, if one is set in Grafana"
          mono
          value={timestampHeader}
          placeholder="none"
          onChange={({ target }) => setTimestampHeader(target.value)}
          hint="With one, a recorded delivery cannot be sent again later. It must have the same name here and there."
          className="max-w-sm"
        />
      )}
      {speaksOfZone(webhook?.setUp ?? []) && <ZoneChoice zone={zone} onChange={setZone} />}
      {make.error && (
        <p role="alert" className="font-medium whitespace-pre-line">
          Nothing was set up. {make.error.message}
        </p>
      )}
      <Button type="submit" look="primary" disabled={make.isPending || name.trim() === ""}>
        {make.isPending ? "Setting up" : proof ? "Make the address" : "Add the source"}
      </Button>
    </form>
  );
}

function NoWebhook({ provider: { label, hasApi } }: { provider: ProviderView }) {
  return (
    <p className="max-w-prose text-ink-2">
      No webhook of {label} is read. {hasApi ? "Its API is, and so are its files" : "Its files are"}: drop them on
      Sources. A source of its own keeps its name and zone.
    </p>
  );
}

type ZoneProps = { zone: string | null; onChange: (zone: string | null) => void };

export function ZoneChoice({ zone, onChange }: ZoneProps) {
  const zones = useMemo(() => zoneOptions(), []);
  const { data } = useQuery(dataStateQuery);
  const none = data ? `${data.workspaceZone.replaceAll("_", " ")}, as the workspace` : "as the workspace";
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-2">Times without an offset are in</span>
      <Combobox
        label="Zone of its times"
        none={none}
        options={zones}
        value={zone}
        onChange={onChange}
        className="max-w-72"
      />
    </div>
  );
}
