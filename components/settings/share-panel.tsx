"use client";

import { useQuery } from "@tanstack/react-query";
import { formatCounted } from "@/components/format/numbers";
import { formatLocalDay } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { send } from "@/components/queries/fetch-json";
import { shareLinksQuery } from "@/components/queries/share-links";
import { useChange } from "@/components/queries/use-change";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { ShareLinksView, ShareLinkView } from "@/lib/contract/sharing";
import { RevocableRow } from "./revocable-row";

const STATE_WORDS: Record<ShareLinkView["state"], string | null> = {
  open: null,
  expired: "expired",
  revoked: "revoked",
  maker: "opens nothing: whoever made it may not sign in any more",
};

/** What leaves the house by link, and whether anything may. */
export function SharePanel() {
  return (
    <Panel question="What may be opened without an account?" view={viewOf(useQuery(shareLinksQuery))} height={120}>
      {(data) => (
        <div className="space-y-4">
          <Allow data={data} />
          <Links data={data} />
        </div>
      )}
    </Panel>
  );
}

function Allow({ data: { allowed, mayAllow } }: { data: ShareLinksView }) {
  const set = useChange(
    shareLinksQuery,
    () => send("PUT", "/api/settings/sharing", { allowed: !allowed }),
    () => notify(allowed ? "No link opens any more" : "Links may be made now"),
  );
  return (
    <div className="space-y-2">
      <p className="max-w-prose text-ink-2">
        {allowed
          ? "Members may share a weekly report or an overview by a link that ends by itself, and digests to Slack and other addresses show their picture by one."
          : "Nothing. No link can be made, and none that was made opens."}{" "}
        <span className="text-ink-3">
          What a link shows is told to somebody who sees nobody: no names, no facts about fewer than five people.
        </span>
      </p>
      {mayAllow ? (
        <Button size="small" disabled={set.pending} onClick={set.change}>
          {allowed ? "Stop all links" : "Allow share links"}
        </Button>
      ) : (
        <p className="text-ink-3">Only an admin changes it.</p>
      )}
      {set.problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {set.problem}
        </p>
      )}
    </div>
  );
}

function Links({ data: { links, zone } }: { data: ShareLinksView }) {
  if (links.length === 0) return null;
  return (
    <ul className="divide-y border-t">
      {links.map((link) => (
        <Row key={link.id} link={link} zone={zone} />
      ))}
    </ul>
  );
}

function Row({ link, zone }: { link: ShareLinkView; zone: string }) {
  const { id, what, opened, lastOpenedOn, state } = link;
  const revoke = useChange(
    shareLinksQuery,
    () => send("DELETE", `/api/share-links/${id}`),
    () => notify("The link is revoked"),
  );
  const last = lastOpenedOn === null ? "" : `, last on ${formatLocalDay(lastOpenedOn)} (UTC)`;
  return (
    <RevocableRow
      of={link}
      title={what}
      called={`the link to ${what}`}
      because={STATE_WORDS[state]}
      used={opened === 0 ? "never opened" : `opened ${formatCounted(opened, "time", "times")}${last}`}
      zone={zone}
      revoked={state === "revoked"}
      revoke={revoke}
    />
  );
}
