import clsx from "clsx";
import UserCheck from "lucide-react/icons/user-check";
import { VERDICT_FILL, VERDICT_WORD } from "@/components/charts/palette";
import { Swatch } from "@/components/charts/swatch";
import type { Verdict } from "@/lib/model/verdict";

type Props = { verdict: Verdict | null; byPerson?: boolean; className?: string };

export function VerdictBadge({ verdict, byPerson, className }: Props) {
  const key = verdict ?? "unclassified";
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <Swatch fill={VERDICT_FILL[key]} />
      {VERDICT_WORD[key]}
      {byPerson && (
        <>
          <UserCheck className="size-3.5 text-ink-3" aria-hidden />
          <span className="sr-only">, given by a person</span>
        </>
      )}
    </span>
  );
}
