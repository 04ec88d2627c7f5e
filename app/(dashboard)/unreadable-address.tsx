import Link from "next/link";
import { hrefTo } from "@/components/format/href";
import { RANGE_PRESETS } from "@/components/frame/range-presets";
import { buttonClass } from "@/components/ui/button";

export function UnreadableAddress({ path, wrong }: { path: string; wrong: readonly string[] }) {
  return (
    <section className="rounded-xl border bg-surface p-5 shadow-card">
      <h1 className="text-base font-medium">This address cannot be read</h1>
      <ul className="mt-2 space-y-1 text-ink-2">
        {wrong.map((one) => (
          <li key={one} className="[overflow-wrap:anywhere]">
            {one}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-ink-2">Nothing was guessed in its place. Start again with one of these:</p>
      <p className="mt-3 flex flex-wrap gap-2">
        {RANGE_PRESETS.slice(0, 5).map(({ id, label, from, to }) => (
          <Link key={id} href={hrefTo(path, { from, to })} className={buttonClass("plain", "small")}>
            {label}
          </Link>
        ))}
      </p>
    </section>
  );
}
