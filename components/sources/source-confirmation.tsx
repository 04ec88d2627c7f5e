"use client";

import { useQuery } from "@tanstack/react-query";
import ExternalLink from "lucide-react/icons/external-link";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { confirmationQuery } from "@/components/queries/sources";
import { buttonClass } from "@/components/ui/button";
import type { SourceView } from "@/lib/contract/source";
import { ValueToCopy } from "./set-up-steps";

/** The address that Amazon wants opened once, by a person: Squelch itself opens no address that a sender names. */
export function SourceConfirmation({ source, zone }: { source: SourceView; zone: string }) {
  const view = viewOf(useQuery(confirmationQuery(source.id)));
  return (
    <Panel question="Is the subscription confirmed?" view={view} height={72}>
      {(found) =>
        found === null ? (
          <p className="max-w-prose text-ink-2">
            Amazon has sent no confirmation yet. It comes when the subscription is made, and its address appears here
            for you to open once.
          </p>
        ) : (
          <div className="space-y-3">
            <p className="max-w-prose text-ink-2 [overflow-wrap:anywhere]">
              Amazon asked for a confirmation at {formatExact(found.receivedAt, zone)}.{" "}
              {found.url
                ? "If you made this subscription and have not confirmed it yet, open its address once. Squelch opens no address that a sender names."
                : found.why}
            </p>
            {found.url && (
              <>
                <ValueToCopy label="Address to open once" what="the confirmation address" value={found.url} />
                <a href={found.url} target="_blank" rel="noreferrer noopener" className={buttonClass("plain")}>
                  <ExternalLink className="size-3.5" aria-hidden />
                  Open it
                </a>
              </>
            )}
          </div>
        )
      }
    </Panel>
  );
}
