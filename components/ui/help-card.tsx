"use client";

import clsx from "clsx";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import type { Route } from "next";
import Link from "next/link";
import { DEFINITIONS, type Definition, type DefinitionId } from "@/lib/contract/definitions";
import { Popover } from "./popover";

type Props = { id: DefinitionId; n?: string; pages?: Route; className?: string };

/** The definition of a figure, beside the figure; it stays open while being read. */
export function HelpCard({ id, n, pages, className }: Props) {
  const definition: Definition = DEFINITIONS[id];
  return (
    <Popover
      label={definition.name}
      triggerLabel={`What is ${definition.name.toLowerCase()}?`}
      triggerClass={clsx(
        "inline-grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-hover hover:text-ink",
        className,
      )}
      trigger={<CircleHelp className="size-3.5" aria-hidden />}
      className="w-80 p-4 text-sm"
    >
      {() => (
        <>
          <p className="font-medium">{definition.name}</p>
          <p className="mt-1 text-ink-2">{definition.text}</p>
          {definition.leftOut && <p className="mt-2 text-ink-2">Left out: {definition.leftOut}</p>}
          {n && <p className="mt-2 text-ink-3">{n}</p>}
          {pages && (
            <Link href={pages} className="mt-2 inline-block font-medium underline underline-offset-4">
              Show the pages
            </Link>
          )}
        </>
      )}
    </Popover>
  );
}
