"use client";

import { Command } from "cmdk";
import type { ProviderView } from "@/lib/contract/source";
import { abilitiesOf } from "./proof-words";

type Props = { providers: readonly ProviderView[]; onPick: (provider: ProviderView) => void };

/** Every provider that is read, with what it can do; narrows while one types. */
export function ProviderChoice({ providers, onPick }: Props) {
  return (
    <Command label="Providers" loop className="rounded-xl border bg-surface shadow-card">
      <Command.Input
        autoFocus
        placeholder="Search a provider"
        className="h-11 w-full rounded-t-xl border-b bg-transparent px-4 text-sm -outline-offset-2 placeholder:text-ink-3"
      />
      <Command.List className="max-h-[58vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-ink-2">
          No provider of that name is read by itself. Search "Another tool": of any tool you can say which field is
          what.
        </Command.Empty>
        {providers.map((provider) => (
          <Command.Item
            key={provider.id}
            value={`${provider.label} ${provider.id}`}
            onSelect={() => onPick(provider)}
            className="flex min-h-10 cursor-pointer flex-wrap items-center gap-x-3 rounded-md px-2.5 py-1 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-11"
          >
            <span className="min-w-0 font-medium">{provider.label}</span>
            <span className="text-xs text-ink-2 sm:ml-auto">{abilitiesOf(provider)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
