import { clsx } from "clsx";

type Props = { label: string /** 0..1; null while it cannot be told. */; share: number | null };

export function ProgressBar({ label, share }: Props) {
  const percent = share === null ? undefined : Math.round(Math.min(1, share) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="mt-3 h-1.5 overflow-hidden rounded-full bg-pressed"
    >
      <div
        className={clsx(
          "h-full rounded-full bg-ink transition-[width] duration-300",
          share === null && "animate-pulse opacity-40",
        )}
        style={{ width: `${percent ?? 100}%` }}
      />
    </div>
  );
}
