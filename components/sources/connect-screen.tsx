"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { CreatedSource, ProviderView } from "@/lib/contract/source";
import { ConnectForm } from "./connect-form";
import { ConnectedScreen } from "./connected-screen";

const ProviderChoice = dynamic(() => import("./provider-choice").then((module) => module.ProviderChoice), {
  ssr: false,
  loading: () => <div className="skeleton h-[58vh] w-full" />,
});

type Props = { providers: readonly ProviderView[]; origin: string };

/** What was made, with a secret that is nowhere else in the clear. */
export type Made = CreatedSource & { chosenSecret: string | null };

/** Choose a provider, say how it proves itself, set the sender up, see the first delivery. */
export function ConnectScreen({ providers, origin }: Props) {
  const [provider, setProvider] = useState<ProviderView | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  if (made && provider) return <ConnectedScreen made={made} provider={provider} origin={origin} />;
  return (
    <div className="max-w-2xl space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Connect a provider</h1>
        <p className="mt-0.5 text-ink-2">
          Its webhook brings each page as it happens. Files can be dropped on Sources without any of this.
        </p>
      </header>
      {provider ? (
        <ConnectForm key={provider.id} provider={provider} onBack={() => setProvider(null)} onMade={setMade} />
      ) : (
        <ProviderChoice providers={providers} onPick={setProvider} />
      )}
    </div>
  );
}
