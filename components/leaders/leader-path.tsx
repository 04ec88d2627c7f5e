import ChevronRight from "lucide-react/icons/chevron-right";
import type { Route } from "next";
import Link from "next/link";
import { hrefTo, type LinkParams } from "@/components/format/href";
import type { Leaders } from "@/lib/contract/leaders";

export const drillTo = (shared: LinkParams, leader: string): Route => hrefTo("/load/leaders", shared, { leader });

/** Up again, to each leader above and to all. */
export function LeaderPath({ data: { path }, filter }: { data: Leaders; filter: LinkParams }) {
  return (
    <nav aria-label="Leaders above" className="px-4 pb-3 text-xs">
      <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <li>
          <Link href={hrefTo("/load/leaders", filter)} className="underline underline-offset-4">
            All leaders
          </Link>
        </li>
        {path.map(({ id, label }, index) => (
          <li key={id} className="flex items-center gap-1.5">
            <ChevronRight className="size-3 text-ink-3" aria-hidden />
            {index === path.length - 1 ? (
              <span aria-current="true" className="font-medium">
                {label}
              </span>
            ) : (
              <Link href={drillTo(filter, id)} className="underline underline-offset-4">
                {label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
