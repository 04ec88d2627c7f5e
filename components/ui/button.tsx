import clsx from "clsx";
import type { ComponentProps } from "react";

const LOOKS = {
  primary: "bg-invert text-on-invert hover:opacity-90",
  plain: "border border-line-strong bg-surface hover:bg-hover",
  quiet: "text-ink-2 hover:bg-hover hover:text-ink aria-pressed:bg-pressed aria-pressed:text-ink",
} as const;

type Props = ComponentProps<"button"> & { look?: keyof typeof LOOKS; size?: "normal" | "small" };

export function buttonClass(look: keyof typeof LOOKS = "plain", size: "normal" | "small" = "normal"): string {
  return clsx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:min-h-11 print:hidden",
    size === "small" ? "h-7 px-2 text-xs" : "h-8 px-3 text-sm",
    LOOKS[look],
  );
}

export function Button({ look, size, className, type = "button", ...rest }: Props) {
  return <button type={type} className={clsx(buttonClass(look, size), className)} {...rest} />;
}
