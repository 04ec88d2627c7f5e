"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatExact } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Backfills, StartBackfillBody } from "@/lib/contract/backfill";
import type { SourceView } from "@/lib/contract/source";
import { refreshSource } from "./refresh-source";

/** Instants, as a gap tells them. */
export type Span = { since: string; until: string };

type Props = {
  source: SourceView;
  data: Backfills;
  /** Fixed; null = people say the days. */
  span: Span | null;
  zone: string;
  baseUrl: string;
  busy: boolean;
  pending: boolean;
  problem: string | null;
  onStart: (body: StartBackfillBody) => void;
};

const OTHER = "other";

export function BackfillForm({ source, data, span, zone, baseUrl: proposed, busy, pending, problem, onStart }: Props) {
  const { regions, tokenHint } = data;
  const isRegion = regions.some(({ baseUrl }) => baseUrl === proposed);
  const [region, setRegion] = useState(isRegion ? proposed : OTHER);
  const [other, setOther] = useState(isRegion ? "" : proposed);
  const [token, setToken] = useState("");
  const [days, setDays] = useState({ first: "", last: "" });
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const regionId = useId();
  const start = async () => {
    const found = span ?? (await spanOf(days, zone));
    if (typeof found === "string") return setUnreadable(found);
    setUnreadable(null);
    onStart({ ...found, baseUrl: region === OTHER ? other.trim() : region, token: token.trim() || null });
    setToken("");
  };
  const ready = (span !== null || days.first !== "") && (token.trim() !== "" || tokenHint !== null);
  return (
    <form
      aria-label={`Fetch from the API of ${source.providerLabel}`}
      className="space-y-3 rounded-lg border p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <h3 className="font-medium">Fetch from the API of {source.providerLabel}</h3>
      {span ? (
        <p className="text-ink-2">
          {formatExact(span.since, zone)} – {formatExact(span.until, zone)}
        </p>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Field
            label="First day"
            type="date"
            required
            value={days.first}
            onChange={({ target }) => setDays({ ...days, first: target.value })}
          />
          <Field
            label="Last day, or none for until now"
            type="date"
            value={days.last}
            onChange={({ target }) => setDays({ ...days, last: target.value })}
          />
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <div>
          <label htmlFor={regionId} className="block text-xs text-ink-2">
            Region of the account
          </label>
          <Select
            id={regionId}
            value={region}
            onChange={({ target }) => setRegion(target.value)}
            className="mt-1 flex w-64 max-w-full"
          >
            {regions.map(({ label, baseUrl }) => (
              <option key={baseUrl} value={baseUrl}>
                {label}
              </option>
            ))}
            <option value={OTHER}>Another address that is allowed here</option>
          </Select>
        </div>
        {region === OTHER && (
          <Field
            label="Address of the API"
            mono
            required
            value={other}
            placeholder="http://proxy.internal:8080"
            hint="Its host and port must stand in SQUELCH_OUTBOUND_ALLOW."
            onChange={({ target }) => setOther(target.value)}
            className="w-72 max-w-full"
          />
        )}
        <Field
          label="API token"
          type="password"
          mono
          autoComplete="off"
          autoFocus={span !== null}
          value={token}
          placeholder={tokenHint === null ? "one that may only read is enough" : "empty = the one that is kept"}
          hint={
            tokenHint === null
              ? "Sealed with the key of this installation and never shown again."
              : `One is kept${tokenHint ? `, it ends in ${tokenHint}` : ""}. A new one replaces it.`
          }
          onChange={({ target }) => setToken(target.value)}
          className="w-72 max-w-full"
        />
      </div>
      {(problem ?? unreadable) && (
        <p role="alert" className="font-medium">
          Nothing was started. {problem ?? unreadable}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" disabled={busy || pending || !ready || source.paused}>
          {pending ? "Starting" : "Fetch"}
        </Button>
        <p className="min-w-0 flex-1 basis-60 text-xs text-ink-2">
          {source.paused
            ? "The source is paused: let it go on first."
            : busy
              ? "One is running: they run one after the other."
              : "What is known already is not stored twice."}
        </p>
        <ForgetToken source={source} />
      </div>
    </form>
  );
}

function ForgetToken({ source }: { source: SourceView }) {
  const queries = useQueryClient();
  const token = source.secrets.find(({ kind }) => kind === "api");
  const forget = useMutation({
    mutationFn: (id: string) => send("DELETE", `/api/sources/${source.id}/secrets/${id}`),
    onSuccess: () => refreshSource(queries, source.id),
  });
  if (!token) return null;
  return (
    <Button look="quiet" size="small" disabled={forget.isPending} onClick={() => forget.mutate(token.id)}>
      {forget.error ? "Not forgotten: try again" : "Forget the token"}
    </Button>
  );
}

/** Whole days of the workspace's zone; words where they cannot be read. Loaded late: calendars are large. */
async function spanOf(
  { first, last }: { first: string; last: string },
  zone: string,
): Promise<{ since: string; until: string | null } | string> {
  const [{ resolveRange }, { AppError }] = await Promise.all([import("@/lib/time/range"), import("@/lib/errors")]);
  try {
    const { from, to } = resolveRange({ from: first, to: last || "now", zone, now: Date.now() });
    return { since: new Date(from).toISOString(), until: last ? new Date(to).toISOString() : null };
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
