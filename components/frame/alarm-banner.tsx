"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import Clock from "lucide-react/icons/clock";
import type { Route } from "next";
import Link from "next/link";
import { formatBytes, formatCount } from "@/components/format/numbers";
import { formatIsoDate } from "@/components/format/time";
import { dataStateQuery } from "@/components/queries/data-state";
import { alarmsQuery, notReadyQuery } from "@/components/queries/sources";
import { useNow } from "@/components/ui/use-now";
import type { Alarms } from "@/lib/contract/source";
import { usePutAside } from "./use-put-aside";

type SourceAlarm = Alarms["sources"][number];

/** What is lost or may be lost, on every screen. Only quiet sources can be put aside, for a day. */
export function AlarmBanner() {
  const { data, isError } = useQuery(alarmsQuery);
  const { data: notReady } = useQuery({ ...notReadyQuery, enabled: isError });
  const { data: state } = useQuery(dataStateQuery);
  const now = useNow();
  const today = now === null ? null : formatIsoDate(new Date(now).toISOString(), state?.workspaceZone ?? "UTC");
  const { aside, putAside } = usePutAside(today);
  const sources = data?.sources ?? [];
  return (
    <AlarmBars
      failing={sources.filter(({ kind }) => kind !== "quiet")}
      quiet={sources.filter(({ id, kind }) => kind === "quiet" && !aside.includes(id))}
      spool={data?.spool ?? null}
      notReady={isError ? (notReady ?? null) : null}
      onPutAside={putAside}
    />
  );
}

type Props = {
  failing: readonly SourceAlarm[];
  quiet: readonly SourceAlarm[];
  spool: Alarms["spool"];
  /** In the words of the health check. */
  notReady: string | null;
  onPutAside: (ids: readonly string[]) => void;
};

export function AlarmBars({ failing, quiet, spool, notReady, onPutAside }: Props) {
  return (
    // There from the start, so that what appears in it is announced.
    <div aria-live="polite">
      {notReady && (
        <Bar title="Squelch is not ready">
          {capital(notReady)}. Deliveries are kept on disk as long as there is room, and stored once it answers again.
        </Bar>
      )}
      {spool && (
        <Bar title="Room for deliveries runs out">
          {formatBytes(spool.bytes)} of {formatBytes(spool.limitBytes)} are taken by deliveries that wait for the
          database. When it is full, senders are refused. See why the database does not take them.
        </Bar>
      )}
      {failing.length > 0 && (
        <Bar title={titleOf(failing, "loses deliveries", "sources lose deliveries")} link={linkOf(failing)}>
          {wordsOf(failing)}
        </Bar>
      )}
      {quiet.length > 0 && (
        <Bar
          quiet
          title={titleOf(quiet, "is quiet", "sources are quiet")}
          link={linkOf(quiet)}
          onPutAside={() => onPutAside(quiet.map(({ id }) => id))}
        >
          {wordsOf(quiet)}
        </Bar>
      )}
    </div>
  );
}

type BarProps = {
  title: string;
  quiet?: boolean;
  link?: { href: Route; label: string };
  onPutAside?: () => void;
  children: React.ReactNode;
};

function Bar({ title, quiet = false, link, onPutAside, children }: BarProps) {
  const Icon = quiet ? Clock : CircleAlert;
  return (
    <aside
      aria-label={title}
      className={clsx(
        "flex flex-wrap items-start gap-x-4 gap-y-1 border-b px-3 py-2 text-xs sm:px-6",
        quiet ? "bg-hover text-ink" : "border-alarm-line bg-alarm text-alarm-ink",
      )}
    >
      <p className="flex min-w-0 flex-1 basis-80 items-start gap-2">
        <Icon className="mt-0.5 size-3.5 shrink-0" aria-hidden />
        <span className="min-w-0 max-w-[100ch] [overflow-wrap:anywhere]">
          <span className="font-semibold">{title}.</span> {children}
        </span>
      </p>
      {(link || onPutAside) && (
        <span className="flex items-center gap-4 pl-5.5 sm:pl-0">
          {link && (
            <Link href={link.href} className="py-0.5 font-medium underline underline-offset-4 pointer-coarse:py-3">
              {link.label}
            </Link>
          )}
          {onPutAside && (
            <button
              type="button"
              onClick={onPutAside}
              className="py-0.5 text-ink-2 underline underline-offset-4 hover:text-ink pointer-coarse:py-3"
            >
              Not today
            </button>
          )}
        </span>
      )}
    </aside>
  );
}

function titleOf(sources: readonly SourceAlarm[], one: string, many: string): string {
  const [first] = sources;
  return sources.length === 1 && first ? `${nameOf(first)} ${one}` : `${formatCount(sources.length)} ${many}`;
}

/** Of several the names are enough: each says the rest on its own screen. */
function wordsOf(sources: readonly SourceAlarm[]): string {
  const [first] = sources;
  return sources.length === 1 && first ? first.words : `${sources.map(nameOf).join(", ")}.`;
}

function linkOf(sources: readonly SourceAlarm[]): { href: Route; label: string } {
  const [first] = sources;
  return sources.length === 1 && first
    ? { href: `/sources/${first.id}` as Route, label: "See what to do" }
    : { href: "/sources" as Route, label: "See which" };
}

const nameOf = ({ name, providerLabel }: SourceAlarm) => (name === providerLabel ? name : `${name} (${providerLabel})`);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
