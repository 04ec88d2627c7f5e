import type { ReactNode } from "react";

// A region that scrolls must be reachable by key.
const REACHABLE = { tabIndex: 0 };

type Props = { label: string; className: string; children: ReactNode };

export function ScrollRegion({ label, className, children }: Props) {
  return (
    <section aria-label={label} className={`relative ${className}`} {...REACHABLE}>
      {children}
    </section>
  );
}
