"use client";

import { ListMenu } from "@/components/export/list-menu";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import type { MyViewers } from "@/lib/contract/viewers";
import { Panel } from "./panel";
import type { View } from "./view";

/** Every response that named the viewer's load to somebody else is a row of the audit log. */
export function ViewersPanel({ view, zone }: { view: View<MyViewers>; zone: string }) {
  return (
    <Panel
      question="Who looked at my load?"
      help="viewers"
      view={view}
      height={120}
      n={({ total }) => `n = ${formatCounted(total, "view", "views")}`}
      actions={({ views }) => <ListMenu title="Who looked at my load" range={null} table={() => viewColumns(views)} />}
    >
      {({ views }) =>
        views.length === 0 ? (
          <p className="text-ink-2">Nobody else has looked at your load by name.</p>
        ) : (
          <ul className="divide-y">
            {views.map(({ by, screen, date, lastAt, times }) => (
              <li key={`${by} ${screen} ${date}`} className="flex flex-wrap gap-x-3 py-1.5">
                <span className="font-medium">{by}</span>
                <span className="text-ink-2">screen “{screen}”</span>
                <span className="text-ink-3">
                  {formatExact(lastAt, zone)}
                  {times > 1 && `, the last of ${formatCount(times)} that day`}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Panel>
  );
}

const viewColumns = (views: MyViewers["views"]) => ({
  head: ["by", "screen", "day", "last at", "times that day"],
  rows: views.map(({ by, screen, date, lastAt, times }) => [by, screen, date, lastAt, times]),
});
