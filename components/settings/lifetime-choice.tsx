import { useId } from "react";
import { Select } from "@/components/ui/select";
import { LIFETIMES_DAYS } from "@/lib/contract/tokens";

const WORDS: Record<(typeof LIFETIMES_DAYS)[number], string> = {
  7: "7 days",
  30: "30 days",
  90: "90 days",
  365: "a year",
};

type Props = { label: string; days: number; onChoose: (days: number) => void };

/** How long something lasts; a year at most. */
export function LifetimeChoice({ label, days, onChoose }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-xs text-ink-2">
        {label}
      </label>
      <Select
        id={id}
        className="mt-1 flex w-full"
        value={days}
        onChange={({ target }) => onChoose(Number(target.value))}
      >
        {LIFETIMES_DAYS.map((one) => (
          <option key={one} value={one}>
            {WORDS[one]}
          </option>
        ))}
      </Select>
    </div>
  );
}
