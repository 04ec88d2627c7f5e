"use client";

import { Command } from "cmdk";
import Check from "lucide-react/icons/check";

export type Option = { value: string; label: string; hint?: string };

type Props = { options: readonly Option[]; value: string | null; placeholder: string; onPick: (value: string) => void };

/** A list that narrows while one types; loaded when it is first opened. */
export function OptionList({ options, value, placeholder, onPick }: Props) {
  return (
    <Command label={placeholder} loop>
      <Command.Input
        autoFocus
        placeholder={placeholder}
        className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-3 py-4 text-sm text-ink-3">Nothing matches</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={`${option.label} ${option.value}`}
            onSelect={() => onPick(option.value)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-11"
          >
            <Check className={`size-3.5 shrink-0 ${option.value === value ? "" : "invisible"}`} aria-hidden />
            <span className="min-w-0 truncate">{option.label}</span>
            {option.hint && <span className="ml-auto text-xs text-ink-3">{option.hint}</span>}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
