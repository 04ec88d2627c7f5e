import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import type { ComponentProps } from "react";

/** The system's own list: right on phones, with keyboard and screen readers. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={clsx("relative inline-flex", className)}>
      <select
        className="h-8 w-full appearance-none truncate rounded-md border border-line-strong bg-surface pr-7 pl-2.5 text-sm hover:bg-hover disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:h-11"
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-ink-3"
        aria-hidden
      />
    </span>
  );
}
