"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { formatDate } from "@/components/format/time";
import { dataStateQuery } from "@/components/queries/data-state";
import { PRIVACY_WORDS } from "@/components/settings/privacy-words";

/** A change of who may see whom, told to everybody for as long as the server tells of it. */
export function PrivacyNotice() {
  const { data } = useQuery(dataStateQuery);
  const change = data?.privacyChange;
  if (!data || !change) return null;
  const { title, lines } = PRIVACY_WORDS[change.to];
  return (
    <aside
      aria-label="Privacy has changed"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b bg-hover px-3 py-1.5 text-xs sm:px-6"
    >
      <p className="min-w-0 text-ink-2">
        <span className="font-medium text-ink">
          Who may see whom was changed on {formatDate(change.at, data.workspaceZone)}
        </span>
        , from “{PRIVACY_WORDS[change.from].title}” to “{title}”. {lines.join(" ")}
      </p>
      <Link href={"/settings/privacy" as Route} className="py-0.5 underline underline-offset-4">
        What it means
      </Link>
    </aside>
  );
}
