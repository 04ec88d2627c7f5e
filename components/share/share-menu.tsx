"use client";

import { useQuery } from "@tanstack/react-query";
import Share2 from "lucide-react/icons/share-2";
import type { Route } from "next";
import Link from "next/link";
import { useState } from "react";
import { formatDate } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { shareLinksQuery } from "@/components/queries/share-links";
import { useChange } from "@/components/queries/use-change";
import { LifetimeChoice } from "@/components/settings/lifetime-choice";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Popover } from "@/components/ui/popover";
import { type MadeShareLink, SHARE_DAYS, type ShareBody } from "@/lib/contract/sharing";

/** What the screen shows, without how long. */
type Thing = ShareBody extends infer One ? (One extends ShareBody ? Omit<One, "days"> : never) : never;

/** A link to this for somebody without an account. */
export function ShareMenu({ thing }: { thing: Thing }) {
  return (
    <Popover
      label="Share"
      triggerClass={buttonClass("quiet")}
      trigger={
        <>
          <Share2 className="size-3.5" aria-hidden />
          Share
        </>
      }
      className="w-80 p-4"
    >
      {() => <Body thing={thing} />}
    </Popover>
  );
}

function Body({ thing }: { thing: Thing }) {
  const { data } = useQuery(shareLinksQuery);
  const [days, setDays] = useState<number>(SHARE_DAYS);
  const [made, setMade] = useState<MadeShareLink | null>(null);
  const make = useChange(
    shareLinksQuery,
    () => send<MadeShareLink>("POST", "/api/share-links", { ...thing, days }),
    setMade,
  );
  const settings = (
    <Link href={"/settings/privacy" as Route} className="underline decoration-line-strong underline-offset-4">
      Settings, Privacy
    </Link>
  );
  if (!data) return <p className="text-ink-2">Asking whether links are allowed here</p>;
  if (!data.mayShare)
    return (
      <p className="text-ink-2">
        {data.allowed ? (
          "An auditor makes no links."
        ) : (
          <>Share links are off here. An admin may allow them: {settings}.</>
        )}
      </p>
    );
  return (
    <div className="space-y-3">
      <p className="text-xs text-ink-2">
        Whoever has the link sees these figures without an account: no names, nothing to click. It can be revoked:{" "}
        {settings}.
      </p>
      {made ? (
        <Shown made={made} zone={data.zone} />
      ) : (
        <>
          <LifetimeChoice label="It works for" days={days} onChoose={setDays} />
          <Button look="primary" disabled={make.pending} onClick={make.change}>
            {make.pending ? "Making it" : "Make a link"}
          </Button>
        </>
      )}
      {make.problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {make.problem}
        </p>
      )}
    </div>
  );
}

function Shown({ made, zone }: { made: MadeShareLink; zone: string }) {
  const address = `${window.location.origin}${made.path}`;
  return (
    <div role="status">
      <p className="font-medium">Copy it now: it is not shown again.</p>
      <code className="mt-1.5 block font-mono text-xs [overflow-wrap:anywhere]">{address}</code>
      <div className="mt-2 flex items-center gap-2">
        <CopyButton text={address} what="the link" />
        <span className="text-xs text-ink-3">works until {formatDate(made.expiresAt, zone)}</span>
      </div>
    </div>
  );
}
