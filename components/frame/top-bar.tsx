"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Search from "lucide-react/icons/search";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import { usePathname } from "next/navigation";
import { useMemo } from "react";
import { dataStateQuery } from "@/components/queries/data-state";
import { Combobox } from "@/components/ui/combobox";
import { Popover } from "@/components/ui/popover";
import { FreshnessChip } from "./freshness-chip";
import { HelpDialog } from "./help-dialog";
import { RangePicker } from "./range-picker";
import { TakeView } from "./take-view";
import { ThemeSwitch } from "./theme-switch";
import { useFilterUrl } from "./use-filter-url";
import { zoneOptions } from "./zone-options";

export function TopBar({ onPalette }: { onPalette: () => void }) {
  const { params, pending } = useFilterUrl();
  const path = usePathname();
  // A report says its week and whose it is by itself; settings hold for all time.
  const isOfRange = !path.startsWith("/reports") && !path.startsWith("/settings");
  const set = [params.team, params.service, params.tz, params.compare].filter(Boolean).length;
  return (
    <header data-frame className="sticky top-0 z-20 border-b bg-ground/95 backdrop-blur-sm">
      <div className="flex h-14 items-center gap-1 px-3 sm:gap-2 sm:px-6">
        {isOfRange && (
          <>
            <RangePicker />
            <div className="hidden items-center gap-2 xl:flex">
              <Filters />
            </div>
            <Popover
              label="Filters"
              triggerClass="inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm text-ink-2 hover:bg-hover pointer-coarse:h-11 xl:hidden"
              trigger={
                <>
                  <SlidersHorizontal className="size-3.5" aria-hidden />
                  <span className="max-[400px]:sr-only">Filters</span>
                  {set > 0 && <span className="font-medium text-ink">{set}</span>}
                </>
              }
              className="flex w-72 flex-col gap-2.5 p-3.5"
            >
              {() => <Filters />}
            </Popover>
          </>
        )}
        <div className="ml-auto flex items-center gap-0.5">
          <div className="hidden lg:block">
            <FreshnessChip />
          </div>
          <button
            type="button"
            aria-label="Search and commands"
            aria-keyshortcuts="Control+K Meta+K"
            onClick={onPalette}
            className="grid size-8 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:size-11"
          >
            <Search className="size-4" aria-hidden />
          </button>
          <TakeView />
          <HelpDialog />
          <ThemeSwitch />
        </div>
      </div>
      <div
        aria-hidden
        className={clsx(
          "absolute inset-x-0 -bottom-px h-px bg-ink transition-opacity delay-150",
          pending ? "opacity-60" : "opacity-0",
        )}
      />
    </header>
  );
}

function Filters() {
  const { params, change } = useFilterUrl();
  const { data } = useQuery(dataStateQuery);
  const zones = useMemo(() => zoneOptions(), []);
  const options = (names: readonly string[] | undefined) => (names ?? []).map((name) => ({ value: name, label: name }));
  const comparing = params.compare !== "none";
  return (
    <>
      <label className="inline-flex h-8 items-center gap-2 px-1 text-sm whitespace-nowrap text-ink-2">
        <input
          type="checkbox"
          checked={comparing}
          onChange={({ target }) => change({ compare: target.checked ? null : "none" })}
          className="size-3.5 accent-ink"
        />
        Compare
      </label>
      <Combobox
        label="Team"
        none="All teams"
        options={options(data?.teams)}
        value={params.team}
        onChange={(team) => change({ team })}
        className="max-w-40 max-xl:max-w-none"
      />
      <Combobox
        label="Service"
        none="All services"
        options={options(data?.services)}
        value={params.service}
        onChange={(service) => change({ service })}
        className="max-w-44 max-xl:max-w-none"
      />
      <Combobox
        label="Zone"
        none={data ? data.workspaceZone.replaceAll("_", " ") : "Workspace zone"}
        options={zones}
        value={params.tz}
        onChange={(tz) => change({ tz })}
        className="max-w-44 max-xl:max-w-none"
      />
    </>
  );
}
