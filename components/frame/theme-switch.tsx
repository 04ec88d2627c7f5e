"use client";

import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { useTheme } from "next-themes";
import { useHydrated } from "@/components/ui/use-hydrated";

const ORDER = ["system", "light", "dark"] as const;
const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // The server does not know the choice.
  const mounted = useHydrated();
  const current = (mounted && ORDER.find((one) => one === theme)) || "system";
  const next = ORDER[(ORDER.indexOf(current) + 1) % ORDER.length] ?? "system";
  const Icon = ICONS[current];
  return (
    <button
      type="button"
      aria-label={`Theme: ${current}. Switch to ${next}`}
      onClick={() => setTheme(next)}
      className="grid size-8 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:size-11"
    >
      <Icon className="size-4" aria-hidden />
    </button>
  );
}
