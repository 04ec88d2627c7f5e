import type { FigureTable } from "@/components/export/table";
import type { PageDetail } from "@/lib/contract/page";

/** What happened to one page, as it goes along. */
export function eventColumns(events: PageDetail["events"]): FigureTable {
  return {
    head: ["at", "kind", "by", "person", "to", "channel", "level", "how", "note", "read from"],
    rows: events.map(({ at, kind, by, person, to, channel, level, how, note, source }) => [
      at,
      kind,
      by,
      person ?? "",
      to.join("; "),
      channel ?? "",
      level ?? "",
      how ?? "",
      note ?? "",
      source,
    ]),
  };
}

/** Who was told of one page, as it goes along; no zone = whose it was may not be told. */
export function messageColumns(notifications: PageDetail["notifications"]): FigureTable {
  return {
    head: ["at", "person", "channel", "estimated", "local time of the person", "person zone"],
    rows: notifications.map(({ at, person, channel, estimated, local, zone }) => [
      at,
      person,
      channel,
      estimated ? "yes" : "no",
      local ?? "",
      zone ?? "",
    ]),
  };
}
