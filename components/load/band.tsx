import type { PersonLoad } from "@/lib/contract/load";
import { BAND_SHAPE } from "./load-words";

/** The word first, with a shape of its own; never a colour. */
export function Band({ band }: { band: PersonLoad["band"] }) {
  if (band === null) return <span className="text-ink-3">not known</span>;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span aria-hidden className="text-2xs leading-none">
        {BAND_SHAPE[band]}
      </span>
      {band}
    </span>
  );
}
