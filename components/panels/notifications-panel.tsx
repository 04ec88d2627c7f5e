"use client";

import { ListMenu } from "@/components/export/list-menu";
import { formatCounted } from "@/components/format/numbers";
import { formatClock, formatDayTime } from "@/components/format/time";
import { ChannelIcon } from "@/components/verdict/channel-icon";
import type { PageDetail } from "@/lib/contract/page";
import { messageColumns } from "./page-columns";
import { Panel } from "./panel";
import type { View } from "./view";

export function NotificationsPanel({ view }: { view: View<PageDetail> }) {
  return (
    <Panel
      question="Who was told, and at what hour of theirs?"
      help="interruptions"
      view={view}
      height={120}
      n={({ notifications }) => formatCounted(notifications.length, "message", "messages")}
      actions={({ notifications }) => (
        <ListMenu title="Messages of a page" range={null} table={() => messageColumns(notifications)} />
      )}
    >
      {({ notifications }) =>
        notifications.length === 0 ? (
          <p className="text-ink-2">No message is recorded. The source may not tell them.</p>
        ) : (
          <ul className="divide-y">
            {numbered(notifications).map(({ no, ...one }) => (
              <li key={no} className="flex items-center gap-2.5 py-2 first:pt-0 last:pb-0">
                <ChannelIcon channel={one.channel} />
                <span className="min-w-0">
                  <span className="block truncate font-medium">{one.person}</span>
                  <span className="block text-2xs text-ink-3">
                    {one.channel === "unknown" ? "channel not known" : one.channel}
                    {one.estimated && " · estimated from the assignment"}
                  </span>
                </span>
                <span className="ml-auto shrink-0 text-right text-xs">
                  {formatDayTime(one.at, one.zone ?? "UTC")}
                  <span className="block text-2xs text-ink-3">
                    {one.zone === null
                      ? "UTC; whose local time it was is not shown"
                      : `${one.zone.replaceAll("_", " ")} · ${formatClock(one.at, "UTC")} UTC`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Panel>
  );
}

/** Several may be of people without a name, on one channel at one moment. */
const numbered = (notifications: PageDetail["notifications"]) => notifications.map((one, no) => ({ ...one, no }));
