import { type ReactNode, useState } from "react";
import { formatDate } from "@/components/format/time";
import { Button } from "@/components/ui/button";

type Revocable = {
  by: string;
  mine: boolean;
  /** ISO instants. */
  createdAt: string;
  expiresAt: string;
};

/** One thing that lets somebody in until it is revoked: who made it, until when it works or why it does not, and how it was used. */
export function RevocableRow({
  of: { by, mine, createdAt, expiresAt },
  title,
  called,
  because,
  used,
  zone,
  revoked,
  revoke,
}: {
  of: Revocable;
  title: ReactNode;
  /** In the label of the button: "Revoke …". */
  called: string;
  /** Null while it works. */
  because: string | null;
  used: string;
  zone: string;
  revoked: boolean;
  revoke: { pending: boolean; problem: string | null; change: () => void };
}) {
  const [sure, setSure] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-2.5">
      <div className={`min-w-0 flex-1 basis-64 ${because === null ? "" : "text-ink-3"}`}>
        <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
        <p className="text-xs text-ink-3 [overflow-wrap:anywhere]">
          {mine ? "made by you" : `made by ${by}`} on {formatDate(createdAt, zone)} ·{" "}
          {because ?? `works until ${formatDate(expiresAt, zone)}`} · {used}
        </p>
        {revoke.problem && (
          <p role="alert" className="font-medium [overflow-wrap:anywhere]">
            {revoke.problem}
          </p>
        )}
      </div>
      {!revoked && (
        <Button
          size="small"
          disabled={revoke.pending}
          onClick={() => (sure ? revoke.change() : setSure(true))}
          aria-label={sure ? `Revoke ${called} for good` : `Revoke ${called}`}
        >
          {sure ? "Revoke for good" : "Revoke"}
        </Button>
      )}
    </li>
  );
}
