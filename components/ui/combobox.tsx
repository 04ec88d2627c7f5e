"use client";

import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import dynamic from "next/dynamic";
import type { Option } from "./option-list";
import { Popover } from "./popover";

const OptionList = dynamic(() => import("./option-list").then((module) => module.OptionList), {
  loading: () => <div className="h-24" />,
});

type Props = {
  label: string;
  options: readonly Option[];
  value: string | null;
  /** Shown, and offered as the first option, where nothing is chosen; null where something must be. */
  none: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  className?: string;
};

const NONE = "\u0000none";

export function Combobox({ label, options, value, none, onChange, placeholder = "Search", className }: Props) {
  const all = none === null ? options : [{ value: NONE, label: none }, ...options];
  const shown =
    value === null ? (none ?? placeholder) : (options.find((option) => option.value === value)?.label ?? value);
  return (
    <Popover
      label={label}
      triggerLabel={`${label}: ${shown}`}
      triggerClass={clsx(
        "inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md border px-2.5 text-sm transition-colors hover:bg-hover pointer-coarse:h-11",
        value === null ? "border-line text-ink-2" : "border-line-strong font-medium",
        className,
      )}
      trigger={
        <>
          <span className="truncate">{shown}</span>
          <ChevronDown className="ml-auto size-3.5 shrink-0 text-ink-3" aria-hidden />
        </>
      }
      className="w-72 overflow-hidden"
    >
      {(close) => (
        <OptionList
          options={all}
          value={value ?? NONE}
          placeholder={placeholder}
          onPick={(picked) => {
            close();
            onChange(picked === NONE ? null : picked);
          }}
        />
      )}
    </Popover>
  );
}
