"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { dataStateQuery } from "@/components/queries/data-state";
import { sourceQuery } from "@/components/queries/sources";
import { buttonClass } from "@/components/ui/button";
import type { ProviderView, WebhookView } from "@/lib/contract/source";
import type { Made } from "./connect-screen";
import { FirstDelivery } from "./first-delivery";
import { isChosenHere } from "./proof-words";
import { LoopbackWarning, SetUpSteps, ValueToCopy } from "./set-up-steps";
import { SigningSecretForm } from "./signing-secret-form";

type Props = { made: Made; provider: ProviderView; origin: string };

/** What the sender needs, this once with its secret, and the first delivery as it comes. */
export function ConnectedScreen({ made, provider, origin }: Props) {
  const { data } = useQuery({ ...sourceQuery(made.source.id), initialData: made.source });
  const { data: state } = useQuery(dataStateQuery);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { webhook } = made.source;
  return (
    <div className="max-w-2xl space-y-5">
      <header>
        <h1 ref={heading} tabIndex={-1} className="text-[1.375rem] leading-8 font-medium tracking-tight outline-none">
          {webhook ? `Set up ${senderName(provider)}` : `${made.source.name} is added`}
        </h1>
        <p className="mt-0.5 text-ink-2">{made.source.name}</p>
      </header>
      {webhook ? (
        <>
          <WebhookSetUp made={made} webhook={webhook} provider={provider} origin={origin} source={data} />
          <FirstDelivery source={data} zone={state?.workspaceZone ?? "UTC"} />
        </>
      ) : (
        <p className="max-w-prose text-ink-2">
          Drop its files on Sources{provider.hasApi ? ", or fetch from its API on the screen of this source" : ""}.
        </p>
      )}
      <p className="flex flex-wrap gap-2">
        <Link href={`/sources/${made.source.id}` as Route} className={buttonClass("primary")}>
          Go to this source
        </Link>
        <Link href={"/sources" as Route} className={buttonClass("plain")}>
          All sources
        </Link>
      </p>
    </div>
  );
}

type SetUpProps = Props & { webhook: WebhookView; source: Made["source"] };

function WebhookSetUp({ made, webhook, provider, origin, source }: SetUpProps) {
  const shown = made.secret?.secret ?? made.chosenSecret;
  const url = `${origin}${webhook.path}${webhook.proof === "path" && shown ? `/${shown}` : ""}`;
  const signature = provider.webhook?.signature ?? null;
  const waits = webhook.proof === "signature" && !isChosenHere(signature);
  return (
    <section aria-label="What the sender needs" className="space-y-4 rounded-xl border bg-surface p-4 shadow-card">
      <ValueToCopy
        label="Address"
        what="the address"
        value={url}
        hint={
          webhook.proof === "path" ? "It holds the only proof of who sends, and is shown once. Copy it now." : undefined
        }
      />
      <LoopbackWarning origin={origin} />
      {webhook.proof !== "path" && shown && (
        <ValueToCopy
          label={headerLabel(webhook.headerName)}
          what="the secret"
          value={shown}
          hint="Shown once: only its end is kept on screen. Copy it now."
        />
      )}
      <div>
        <h2 className="mb-2 text-sm font-medium">At {senderName(provider)}</h2>
        <SetUpSteps
          setUp={webhook.setUp}
          filling={{ proof: webhook.proof, headerName: webhook.headerName, url, secret: shown ?? "the signing secret" }}
        />
      </div>
      {waits && (
        <div className="border-t pt-4">
          <SigningSecretForm source={source} signature={signature} once />
        </div>
      )}
    </section>
  );
}

/** Not a product of its own, but whatever sends. */
const UNNAMED: ReadonlySet<string> = new Set(["generic", "changes"]);
const senderName = ({ id, label }: ProviderView) => (UNNAMED.has(id) ? "the sender" : label);

function headerLabel(headerName: string | null): string {
  if (headerName === null) return "Signing secret";
  return headerName === "authorization"
    ? "Secret, sent in the header Authorization behind the word Bearer"
    : `Value of the header ${headerName}`;
}
