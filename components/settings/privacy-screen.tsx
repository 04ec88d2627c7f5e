"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useState } from "react";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { privacySettingsQuery } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import type { PrivacySettings } from "@/lib/contract/load-settings";
import type { PrivacyMode } from "@/lib/model/settings";
import { BudgetsForm } from "./budgets-form";
import { PRIVACY_WORDS } from "./privacy-words";
import { SharePanel } from "./share-panel";
import { useOrganisationChange } from "./use-organisation-change";

export function PrivacyScreen() {
  return (
    <div className="space-y-5">
      <PrivacyPanels view={viewOf(useQuery(privacySettingsQuery))} />
      <SharePanel />
    </div>
  );
}

export function PrivacyPanels({ view }: { view: View<PrivacySettings> }) {
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Privacy and budgets</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          Who may see whose load by name, and the limits that teams agreed on. Everybody sees their own load in full,
          whatever is chosen here.
        </p>
      </header>
      <Panel question="Who may see whom?" view={view} height={260}>
        {(settings) => <Modes key={settings.mode} settings={settings} />}
      </Panel>
      <Panel question="Which limits were agreed on?" view={view} height={180}>
        {(settings) => <BudgetsForm key={JSON.stringify(settings.budgets)} settings={settings} />}
      </Panel>
    </div>
  );
}

function Modes({ settings: { mode, change: last, zone, canChange } }: { settings: PrivacySettings }) {
  const [chosen, setChosen] = useState<PrivacyMode>(mode);
  const { pending, problem, change } = useOrganisationChange();
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        change({
          calls: [{ method: "PUT", url: "/api/settings/privacy", body: { privacy: chosen } }],
          said: "Saved. Everybody is told on every screen.",
        });
      }}
    >
      <fieldset className="grid gap-2 md:grid-cols-3">
        <legend className="sr-only">Who may see whom</legend>
        {(Object.keys(PRIVACY_WORDS) as PrivacyMode[]).map((one) => (
          <label
            key={one}
            className={clsx(
              "flex items-start gap-2.5 rounded-lg border p-3",
              chosen === one ? "border-ink bg-hover" : "border-line-strong",
              canChange ? "cursor-pointer hover:bg-hover" : "",
            )}
          >
            <input
              type="radio"
              name="privacy"
              value={one}
              checked={chosen === one}
              disabled={!canChange}
              onChange={() => setChosen(one)}
              className="mt-0.5 size-4 shrink-0 accent-ink"
            />
            <span className="min-w-0">
              <span className="block font-medium">{PRIVACY_WORDS[one].title}</span>
              {PRIVACY_WORDS[one].lines.map((line) => (
                <span key={line} className="mt-1 block text-xs text-ink-2">
                  {line}
                </span>
              ))}
            </span>
          </label>
        ))}
      </fieldset>
      <p className="max-w-prose text-xs text-ink-3">
        Reports, share links and digests never carry names. An admin sees no more load by being one. Every view of
        somebody else's named load, and every change here, is in the audit log.
        {last && ` Last changed ${formatExact(last.at, zone)}, from “${PRIVACY_WORDS[last.from].title}”.`}
      </p>
      {problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      {canChange ? (
        <Button type="submit" look="primary" disabled={pending || chosen === mode}>
          {pending ? "Saving" : "Save and tell everybody"}
        </Button>
      ) : (
        <p className="text-ink-3">Only an admin changes it.</p>
      )}
    </form>
  );
}
