import { formatAgo } from "@/components/format/duration";
import { formatExact } from "@/components/format/time";
import type { LedgerSource } from "@/lib/contract/ledger";

/** How long a source has been silent, and in which state it is. */
export function LastCame({ source, zone }: { source: LedgerSource; zone: string }) {
  const { providerLabel, paused, deleted, lastReceivedAt: last, secondsSinceLast: seconds } = source;
  return (
    <>
      {providerLabel}
      {paused && " · paused"}
      {deleted && " · deleted"}
      {" · "}
      {last === null || seconds === null ? (
        "nothing came yet"
      ) : (
        <>
          last came{" "}
          <time dateTime={last} title={`${formatExact(last, zone)} ${zone.replaceAll("_", " ")}`}>
            {formatAgo(seconds)}
          </time>
        </>
      )}
    </>
  );
}
