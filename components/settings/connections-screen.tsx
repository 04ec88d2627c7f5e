"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatDayTime } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { connectionsQuery } from "@/components/queries/apply";
import { send } from "@/components/queries/fetch-json";
import { useChange } from "@/components/queries/use-change";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import type { ConnectionBody, ConnectionsView, ConnectionTest, ConnectionView } from "@/lib/contract/connections";
import { CONNECTION_AUTHS, CONNECTION_KINDS, type ConnectionAuth, type ConnectionKind } from "@/lib/model/connection";

const KIND_WORDS: Record<ConnectionKind, string> = {
  alertmanager: "Alertmanager",
  pagerduty: "PagerDuty",
  git: "Git remote",
};
const AUTH_WORDS: Record<ConnectionAuth, string> = { none: "nothing", basic: "user and password", bearer: "a token" };
const PLACEHOLDERS: Record<ConnectionKind, string> = {
  alertmanager: "https://alertmanager.example.com",
  pagerduty: "https://api.pagerduty.com",
  git: "https://git.example.com/team/alerts.git",
};

/** Where decisions may be carried out at a click. */
export function ConnectionsScreen({ zone }: { zone: string }) {
  return <ConnectionsPanels view={viewOf(useQuery(connectionsQuery))} zone={zone} />;
}

export function ConnectionsPanels({ view, zone }: { view: View<ConnectionsView>; zone: string }) {
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Connections</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          Systems in which decisions can be applied. Squelch changes nothing there by itself: each change is one
          person's click, is in the audit log, and can be taken back.
        </p>
      </header>
      <Panel question="Where can decisions be applied?" view={view} height={160}>
        {(data) => <List data={data} zone={zone} />}
      </Panel>
      <Panel question="Connect another" view={view} height={200}>
        {(data) =>
          data.canChange ? <Add data={data} /> : <p className="text-ink-3">Only an admin connects systems.</p>
        }
      </Panel>
    </div>
  );
}

function List({ data: { connections, canChange }, zone }: { data: ConnectionsView; zone: string }) {
  if (connections.length === 0) return <p className="text-ink-2">None. Changes can still be copied or downloaded.</p>;
  return (
    <ul className="divide-y">
      {connections.map((connection) => (
        <Row key={connection.id} connection={connection} canChange={canChange} zone={zone} />
      ))}
    </ul>
  );
}

function Row({ connection, canChange, zone }: { connection: ConnectionView; canChange: boolean; zone: string }) {
  const { id, kind, name, url, auth, hint, checkedAt, trouble } = connection;
  const [sure, setSure] = useState(false);
  const test = useChange(
    connectionsQuery,
    () => send<ConnectionTest>("POST", `/api/connections/${id}/test`),
    ({ said }) => notify(said),
  );
  const remove = useChange(
    connectionsQuery,
    () => send("DELETE", `/api/connections/${id}`),
    () => notify(`${name} is removed`),
  );
  const problem = test.problem ?? remove.problem;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium [overflow-wrap:anywhere]">
          {name} <span className="font-normal text-ink-3">{KIND_WORDS[kind]}</span>
        </p>
        <p className="font-mono text-xs text-ink-2 [overflow-wrap:anywhere]">{url}</p>
        <p className="text-xs text-ink-3">
          {auth === "none" ? "without a secret" : `${AUTH_WORDS[auth]}${hint ? `, ending in ${hint}` : ""}`}
          {checkedAt && ` · tested ${formatDayTime(checkedAt, zone)}: ${trouble ?? "it answers"}`}
        </p>
        {problem && (
          <p role="alert" className="font-medium [overflow-wrap:anywhere]">
            {problem}
          </p>
        )}
      </div>
      {canChange && (
        <div className="flex gap-1.5">
          <Button size="small" disabled={test.pending} onClick={test.change} aria-label={`Test ${name}`}>
            {test.pending ? "Asking" : "Test"}
          </Button>
          <Button
            size="small"
            disabled={remove.pending}
            onClick={() => (sure ? remove.change() : setSure(true))}
            aria-label={sure ? `Remove ${name} for good` : `Remove ${name}`}
          >
            {sure ? "Remove for good" : "Remove"}
          </Button>
        </div>
      )}
    </li>
  );
}

const EMPTY = { name: "", url: "", userName: "", secret: "" };

function Add({ data: { allowed, remotes } }: { data: ConnectionsView }) {
  const [kind, setKind] = useState<ConnectionKind>("alertmanager");
  const [auth, setAuth] = useState<ConnectionAuth>("none");
  const [typed, setTyped] = useState(EMPTY);
  const body: ConnectionBody = {
    kind,
    auth: kind === "pagerduty" ? "bearer" : auth,
    name: typed.name.trim(),
    url: typed.url.trim(),
    userName: kind !== "pagerduty" && auth === "basic" ? typed.userName.trim() : null,
    secret: kind === "pagerduty" || auth !== "none" ? typed.secret.trim() : null,
  };
  const add = useChange(
    connectionsQuery,
    () => send("POST", "/api/connections", body),
    () => {
      setTyped(EMPTY);
      notify("Connected. Test it before you rely on it.");
    },
  );
  const isWhole = body.name !== "" && body.url !== "" && body.userName !== "" && body.secret !== "";
  const field = (
    label: string,
    key: keyof typeof EMPTY,
    more: { placeholder?: string; type?: string; hint?: string } = {},
  ) => (
    <Field
      label={label}
      autoComplete="off"
      value={typed[key]}
      onChange={({ target }) => setTyped({ ...typed, [key]: target.value })}
      {...more}
    />
  );
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        add.change();
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Choice label="System" value={kind} all={CONNECTION_KINDS} words={KIND_WORDS} onChoose={setKind} />
        {field("Name", "name", { placeholder: "Production" })}
        {field("Address", "url", { placeholder: PLACEHOLDERS[kind], hint: hintOf(kind, allowed, remotes) })}
        {kind !== "pagerduty" && (
          <Choice label="It asks for" value={auth} all={CONNECTION_AUTHS} words={AUTH_WORDS} onChoose={setAuth} />
        )}
        {body.userName !== null && field("User", "userName")}
        {body.secret !== null && field(body.auth === "basic" ? "Password" : "Token", "secret", { type: "password" })}
      </div>
      {add.problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {add.problem}
        </p>
      )}
      <Button type="submit" look="primary" disabled={add.pending || !isWhole}>
        {add.pending ? "Connecting" : "Connect"}
      </Button>
    </form>
  );
}

function hintOf(kind: ConnectionKind, allowed: readonly string[], remotes: readonly string[]): string {
  if (kind === "git")
    return `One of SQUELCH_GIT_REMOTES, which whoever runs Squelch sets: ${remotes.join(", ") || "none is set"}.`;
  return `https only. Private addresses, and http, need SQUELCH_OUTBOUND_ALLOW: ${allowed.join(", ") || "none is set"}.`;
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  all: readonly T[];
  words: Record<T, string>;
  onChoose: (value: T) => void;
};

function Choice<T extends string>({ label, value, all, words, onChoose }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-xs text-ink-2">
        {label}
      </label>
      <Select id={id} className="mt-1 flex w-full" value={value} onChange={({ target }) => onChoose(target.value as T)}>
        {all.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </Select>
    </div>
  );
}
