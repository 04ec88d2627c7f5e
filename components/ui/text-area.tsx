import clsx from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

type Props = ComponentProps<"textarea"> & { label: string; hint?: ReactNode; mono?: boolean };

/** Lines of text with their label above and what helps below. */
export function TextArea({ label, hint, mono, className, ...rest }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="text-xs text-ink-2">
        {label}
      </label>
      <textarea
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        spellCheck={false}
        className={clsx(
          "mt-1 block w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm placeholder:text-ink-3 disabled:opacity-45",
          mono && "font-mono text-xs leading-5",
        )}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
