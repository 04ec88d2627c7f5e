"use client";

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { HelpCard } from "@/components/ui/help-card";
import type { DefinitionId } from "@/lib/contract/definitions";

type Props = {
  name: string;
  help: DefinitionId;
  n: string;
  href: Route;
  value: string;
  beside?: ReactNode;
  change: ReactNode;
  children: ReactNode;
};

/** One number with its definition, its n, its change and a way to its pages. */
export function BigFigure({ name, help, n, href, value, beside, change, children }: Props) {
  return (
    <div className="flex min-w-0 flex-col px-4 pt-3 pb-4">
      <div className="flex items-center gap-0.5">
        <h2 className="text-xs font-medium text-ink-2">{name}</h2>
        <HelpCard id={help} n={n} pages={href} />
      </div>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <Link
          href={href}
          className="text-[1.875rem] leading-9 font-medium tracking-tight underline-offset-[6px] hover:underline hover:decoration-line-strong hover:decoration-2"
        >
          {value}
        </Link>
        <span className="text-xs text-ink-3">{beside}</span>
      </p>
      <div className="mt-0.5">{change}</div>
      <div className="mt-3 text-xs text-ink-2">{children}</div>
    </div>
  );
}
