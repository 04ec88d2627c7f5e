"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { useState } from "react";
import { formatDate, formatLocalDay } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { send } from "@/components/queries/fetch-json";
import { tokensQuery } from "@/components/queries/tokens";
import { useChange } from "@/components/queries/use-change";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { notify } from "@/components/ui/notify";
import { type MadeToken, TOKEN_DAYS, type TokenBody, type TokensView, type TokenView } from "@/lib/contract/tokens";
import { LifetimeChoice } from "./lifetime-choice";
import { RevocableRow } from "./revocable-row";

const STATE_WORDS: Record<TokenView["state"], string | null> = {
  active: null,
  expired: "expired",
  revoked: "revoked",
  role: "does not work: whoever made it has another role by now",
  disabled: "does not work: whoever made it may not sign in any more",
};

/** What programs read with. */
export function TokensScreen() {
  const view = viewOf(useQuery(tokensQuery));
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">API tokens</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          A token lets a program read what you may read, under your role and with the names that you may see. It changes
          nothing. What can be read is in the{" "}
          <Link href={"/docs/api" as Route} className="underline decoration-line-strong underline-offset-4">
            description of the API
          </Link>
          .
        </p>
      </header>
      <Panel question="Make a token" view={view} height={120}>
        {({ canMake, zone }) =>
          canMake ? <Make zone={zone} /> : <p className="text-ink-3">An auditor makes no tokens.</p>
        }
      </Panel>
      <Panel question="Which tokens are there?" view={view} height={160}>
        {(data) => <List data={data} />}
      </Panel>
    </div>
  );
}

function Make({ zone }: { zone: string }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState<number>(TOKEN_DAYS);
  const [made, setMade] = useState<MadeToken | null>(null);
  const body: TokenBody = { name: name.trim(), days };
  const make = useChange(
    tokensQuery,
    () => send<MadeToken>("POST", "/api/tokens", body),
    (token) => {
      setMade(token);
      setName("");
    },
  );
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        make.change();
      }}
    >
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
        <Field
          label="What is it for?"
          placeholder="Nightly export to the warehouse"
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <LifetimeChoice label="It works for" days={days} onChoose={setDays} />
        <Button type="submit" look="primary" disabled={make.pending || body.name === ""}>
          {make.pending ? "Making it" : "Make a token"}
        </Button>
      </div>
      {make.problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {make.problem}
        </p>
      )}
      {made && <Shown made={made} zone={zone} />}
    </form>
  );
}

function Shown({ made, zone }: { made: MadeToken; zone: string }) {
  return (
    <div role="status" className="rounded-lg border border-line-strong p-3">
      <p className="font-medium">Copy it now: it is not shown again.</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{made.token}</code>
        <CopyButton text={made.token} what="the token" />
      </div>
      <p className="mt-2 text-xs text-ink-3">
        It works until {formatDate(made.expiresAt, zone)}. Whoever has it reads as you: keep it where you keep
        passwords.
      </p>
    </div>
  );
}

function List({ data: { tokens, zone } }: { data: TokensView }) {
  if (tokens.length === 0) return <p className="text-ink-2">None. Programs read nothing.</p>;
  return (
    <ul className="divide-y">
      {tokens.map((token) => (
        <Row key={token.id} token={token} zone={zone} />
      ))}
    </ul>
  );
}

function Row({ token, zone }: { token: TokenView; zone: string }) {
  const { id, name, hint, lastUsedOn, state } = token;
  const revoke = useChange(
    tokensQuery,
    () => send("DELETE", `/api/tokens/${id}`),
    () => notify(`${name} is revoked`),
  );
  const title = (
    <>
      {name} <span className="font-mono text-xs font-normal text-ink-3">sqt_…{hint}</span>
    </>
  );
  return (
    <RevocableRow
      of={token}
      title={title}
      called={name}
      because={STATE_WORDS[state]}
      used={lastUsedOn === null ? "never used" : `last used ${formatLocalDay(lastUsedOn)} (UTC)`}
      zone={zone}
      revoked={state === "revoked"}
      revoke={revoke}
    />
  );
}
