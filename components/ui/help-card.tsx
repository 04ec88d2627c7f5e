"use client";

import clsx from "clsx";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import type { Route } from "next";
import Link from "next/link";
import { Popover } from "radix-ui";
import { DEFINITIONS, type Definition, type DefinitionId } from "@/lib/contract/definitions";

type Props = { id: DefinitionId; n?: string; pages?: Route; className?: string };

/** The definition of a figure, beside the figure; it stays open while being read. */
export function HelpCard({ id, n, pages, className }: Props) {
  const definition: Definition = DEFINITIONS[id];
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`What is ${definition.name.toLowerCase()}?`}
        className={clsx(
          "inline-grid size-6 place-items-center rounded text-ink-3 hover:bg-hover hover:text-ink",
          className,
        )}
      >
        <CircleHelp className="size-3.5" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label={definition.name}
          className="float-in z-50 w-80 max-w-[calc(100vw-24px)] rounded-lg bg-raised p-4 text-sm shadow-float"
        >
          <p className="font-medium">{definition.name}</p>
          <p className="mt-1 text-ink-2">{definition.text}</p>
          {definition.leftOut && <p className="mt-2 text-ink-2">Left out: {definition.leftOut}</p>}
          {n && <p className="mt-2 text-ink-3">{n}</p>}
          {pages && (
            <Link href={pages} className="mt-2 inline-block font-medium underline underline-offset-4">
              Show the pages
            </Link>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
