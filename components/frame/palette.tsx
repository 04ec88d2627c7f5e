"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { hrefTo, type LinkParams, sharedOf } from "@/components/format/href";
import { type LedgerParams, sourcesHref } from "@/components/format/ledger-href";
import { dataStateQuery } from "@/components/queries/data-state";
import { noiseQuery } from "@/components/queries/noise";
import type { NoiseFilter } from "@/lib/contract/filter";
import { RANGE_PRESETS } from "./range-presets";
import { SCREENS } from "./screens";
import { SOURCE_SCREENS } from "./source-screens";
import { useFilterUrl } from "./use-filter-url";

/** Signatures listed without a search would bury the rest. */
const MOST_SIGNATURES = 300;

export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const { params, from, to, change } = useFilterUrl();
  const shared = sharedOf(params as LinkParams);
  const filter = { ...withoutNull(shared), from, to, compare: params.compare ?? "previous" } as NoiseFilter;
  const { data: state } = useQuery(dataStateQuery);
  const { data: noise } = useQuery(noiseQuery(filter));
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          className="float-in fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl bg-raised shadow-float"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <Command label="Search and commands" loop>
            <Command.Input
              autoFocus
              placeholder="Go to an alert, team, service or screen, or set the range"
              className="h-12 w-full border-b bg-transparent px-4 text-[0.9375rem] outline-none placeholder:text-ink-3"
            />
            <Command.List className="max-h-[56vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-ink-3">Nothing matches</Command.Empty>
              <Group heading="Screens">
                {SCREENS.map(({ path, label, key }) => (
                  <Item key={path} hint={`g ${key}`} onSelect={run(() => router.push(hrefTo(path, shared)))}>
                    {label}
                  </Item>
                ))}
                {SOURCE_SCREENS.filter(({ below }) => below !== "").map(({ below, label }) => (
                  <Item
                    key={below}
                    hint="below Sources"
                    onSelect={run(() => router.push(sourcesHref(below, shared as LedgerParams)))}
                  >
                    {label}
                  </Item>
                ))}
                <Item onSelect={run(() => router.push(hrefTo("/people/me", shared)))}>Your load</Item>
                <Item hint="below Sources" onSelect={run(() => router.push("/sources/new" as Route))}>
                  Connect a provider
                </Item>
              </Group>
              <Group heading="Range">
                {RANGE_PRESETS.map((preset) => (
                  <Item key={preset.id} onSelect={run(() => change({ from: preset.from, to: preset.to }))}>
                    {preset.label}
                  </Item>
                ))}
              </Group>
              <Group heading="Alerts">
                {noise?.signatures.slice(0, MOST_SIGNATURES).map(({ id, title, service }) => (
                  <Item
                    key={id}
                    value={`${title} ${id}`}
                    hint={service ?? undefined}
                    onSelect={run(() => router.push(hrefTo(`/signatures/${id}`, shared)))}
                  >
                    {title}
                  </Item>
                ))}
              </Group>
              <Group heading="Teams">
                {state?.teams.map((team) => (
                  <Item key={team} value={`team ${team}`} onSelect={run(() => change({ team }))}>
                    {team}
                  </Item>
                ))}
              </Group>
              <Group heading="Services">
                {state?.services.map((service) => (
                  <Item key={service} value={`service ${service}`} onSelect={run(() => change({ service }))}>
                    {service}
                  </Item>
                ))}
              </Group>
              <Group heading="Theme">
                {["light", "dark", "system"].map((theme) => (
                  <Item key={theme} value={`theme ${theme}`} onSelect={run(() => setTheme(theme))}>
                    {theme} theme
                  </Item>
                ))}
              </Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function withoutNull(params: LinkParams): LinkParams {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value != null));
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = { value?: string; hint?: string; onSelect: () => void; children: ReactNode };

function Item({ value, hint, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-11"
    >
      <span className="min-w-0 truncate">{children}</span>
      {hint && <span className="ml-auto shrink-0 font-mono text-2xs text-ink-3">{hint}</span>}
    </Command.Item>
  );
}
