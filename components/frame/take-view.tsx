"use client";

import { useQuery } from "@tanstack/react-query";
import Share2 from "lucide-react/icons/share-2";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { hrefTo, sharedOf } from "@/components/format/href";
import { formatOffsetTime } from "@/components/format/time";
import { dataStateQuery } from "@/components/queries/data-state";
import { Button, buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { Popover } from "@/components/ui/popover";
import { useFilterUrl } from "./use-filter-url";

/** What these show does not depend on the range of the address. */
const WITHOUT_RANGE = ["/reports", "/settings", "/decisions", "/triage/shift", "/sources"];

const RELATIVE = "The link is copied. Its range moves with the time if it is a relative one.";

/** Ways to take the view that is open somewhere else: its address as it is or frozen, and everything of its range. */
export function TakeView() {
  return (
    <Popover
      label="Take this view along"
      triggerLabel="Take this view along"
      triggerClass="grid size-8 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:size-11"
      trigger={<Share2 className="size-4" aria-hidden />}
      className="w-64 p-1.5"
    >
      {(close) => <Choices close={close} />}
    </Popover>
  );
}

function Choices({ close }: { close: () => void }) {
  const { from, to, params } = useFilterUrl();
  const { data } = useQuery(dataStateQuery);
  const path = usePathname();
  const hasRange = !WITHOUT_RANGE.some((screen) => path.startsWith(screen));
  const zone = params.tz ?? data?.workspaceZone;
  const copy = async (range: Readonly<Record<string, string>>, said: string) => {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(range)) url.searchParams.set(name, value);
    close();
    try {
      await navigator.clipboard.writeText(url.href);
      notify(said);
    } catch {
      // Not there where the address is neither https nor of this machine.
      window.history.replaceState(null, "", url);
      notify("The browser did not allow copying: the link is in the address bar.");
    }
  };
  const freeze = async (inZone: string) => {
    const { resolveRange } = await import("@/lib/time/range");
    const frozen = resolveRange({ from, to, zone: inZone, now: Date.now() });
    const at = (instant: number) => formatOffsetTime(new Date(instant).toISOString(), inZone);
    await copy(
      { from: at(frozen.from), to: at(frozen.to), tz: inZone },
      "The frozen link is copied: it shows this very range for ever.",
    );
  };
  return (
    <ul className="text-sm">
      <li>
        <Button
          look="quiet"
          className="w-full justify-start"
          onClick={() => void (hasRange ? copy({ from, to }, RELATIVE) : copy({}, "The link is copied."))}
        >
          Copy link to this view
        </Button>
      </li>
      {hasRange && (
        <li>
          <Button
            look="quiet"
            className="w-full justify-start"
            disabled={zone === undefined}
            onClick={() => zone && void freeze(zone)}
          >
            Freeze: copy link with fixed times
          </Button>
        </li>
      )}
      {hasRange && path !== "/retro" && (
        <li>
          <Link
            href={hrefTo("/retro", sharedOf(params as Parameters<typeof sharedOf>[0]), { from, to }) as Route}
            onClick={close}
            className={`${buttonClass("quiet")} w-full justify-start`}
          >
            Retro pack of this range
          </Link>
        </li>
      )}
    </ul>
  );
}
