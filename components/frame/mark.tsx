/** Three quiet dots, then a signal: what a squelch lets through. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--invert)" />
      <g fill="none" strokeLinecap="round" strokeWidth="2.6">
        <path d="M6 16h.01M10 14.5v3M14 16h.01" stroke="#e69f00" />
        <path d="M18 8.5v15M22.2 11.5v9M26.2 14v4" stroke="var(--on-invert)" />
      </g>
    </svg>
  );
}
