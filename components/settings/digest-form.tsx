"use client";

import { useId, useState } from "react";
import { zoneOptions } from "@/components/frame/zone-options";
import { digestsQuery } from "@/components/queries/digests";
import { send } from "@/components/queries/fetch-json";
import { useChange } from "@/components/queries/use-change";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import type {
  DigestBody,
  DigestChange,
  DigestsView,
  DigestTarget,
  DigestTime,
  DigestView,
} from "@/lib/contract/digests";
import { DIGEST_CHANNELS, type DigestChannel, type DigestKind } from "@/lib/model/digest";
import { CHANNEL_WORDS, clockOf, KIND_WORDS, minuteOf, WEEKDAYS } from "./digest-words";

const OWN = "\u0000own";
const ALL = "\u0000all";
const SHIFT_END = "shift-end";
const DAILY = "daily";

type Typed = {
  kind: DigestKind;
  subject: string;
  channel: DigestChannel;
  address: string;
  url: string;
  secret: string;
  /** A day of the week by its number, every day, or the end of a shift. */
  day: string;
  clock: string;
  zone: string;
};

type Props = { data: DigestsView; digest?: DigestView; onDone?: () => void };

/** Adds one, or changes where and when one goes. */
export function DigestForm({ data, digest, onDone }: Props) {
  const [typed, setTyped] = useState<Typed>(() => (digest ? typedOf(digest) : emptyOf(data)));
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change });
  const target = targetOf(typed);
  const time = timeOf(typed);
  const save = useChange(
    digestsQuery,
    () =>
      digest
        ? send("PATCH", `/api/digests/${digest.id}`, {
            ...(target && { target }),
            ...(time && { time }),
          } satisfies DigestChange)
        : send("POST", "/api/digests", bodyOf(typed, target, time)),
    () => {
      if (!digest) setTyped(emptyOf(data));
      notify(digest ? "Changed" : "Added. Send a test before you rely on it.");
      onDone?.();
    },
  );
  // Of one that is changed, an address that is left empty stays as it is.
  const isWhole = time !== null && (target !== null || (digest !== undefined && isUntouched(typed, digest)));
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.change();
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {!digest && <What typed={typed} data={data} onChange={set} />}
        <Where typed={typed} data={data} isOwn={typed.subject === OWN} isChange={digest !== undefined} onChange={set} />
        <When typed={typed} onChange={set} />
      </div>
      {save.problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {save.problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={save.pending || !isWhole}>
          {save.pending ? "Saving" : digest ? "Save" : "Add"}
        </Button>
        {digest && <Button onClick={onDone}>Leave as it is</Button>}
      </div>
    </form>
  );
}

type Part = { typed: Typed; onChange: (change: Partial<Typed>) => void };

function What({ typed, data, onChange }: Part & { data: DigestsView }) {
  const { mayChange, linked, teams, zone } = data;
  const kinds: DigestKind[] = mayChange ? ["weekly", "end-of-shift"] : ["end-of-shift"];
  const own = linked ? [{ value: OWN, label: "My own shifts" }] : [];
  const named = teams.map(({ name }) => ({ value: name, label: name }));
  const subjectsOf = (kind: DigestKind) =>
    kind === "weekly" ? [{ value: ALL, label: "All teams" }, ...named] : [...own, ...(mayChange ? named : [])];
  const toSubject = (subject: string) => ({ subject, zone: teams.find(({ name }) => name === subject)?.zone ?? zone });
  const toKind = (kind: DigestKind) => ({
    kind,
    ...toSubject(subjectsOf(kind)[0]?.value ?? ""),
    ...(kind === "weekly" ? { day: "0", clock: "09:00" } : { day: SHIFT_END, clock: "18:00" }),
  });
  return (
    <>
      <Choice
        label="What"
        value={typed.kind}
        options={kinds.map((value) => ({ value, label: KIND_WORDS[value] }))}
        onChoose={(kind) => onChange(toKind(kind as DigestKind))}
      />
      <Choice
        label="Of whom"
        value={typed.subject}
        options={subjectsOf(typed.kind)}
        onChoose={(subject) =>
          onChange({
            ...toSubject(subject),
            ...(subject === OWN && typed.channel === "webhook" ? { channel: "email" } : {}),
          })
        }
      />
    </>
  );
}

type WhereProps = Part & { data: DigestsView; isOwn: boolean; isChange: boolean };

function Where({ typed, data, isOwn, isChange, onChange }: WhereProps) {
  const { mayChange, addresses } = data;
  const channels = DIGEST_CHANNELS.filter((channel) => channel !== "webhook" || (mayChange && !isOwn));
  const field = (
    key: "address" | "url" | "secret",
    label: string,
    more: { placeholder?: string; hint?: string; type?: string },
  ) => (
    <Field
      label={label}
      autoComplete="off"
      value={typed[key]}
      onChange={({ target }) => onChange({ [key]: target.value })}
      {...more}
    />
  );
  const stays = isChange ? "Left empty, it stays as it is." : undefined;
  const limits = mayChange
    ? undefined
    : `One that is known to be yours: ${addresses.join(", ") || "none is. An admin can add one"}.`;
  return (
    <>
      <Choice
        label="By"
        value={typed.channel}
        options={channels.map((value) => ({ value, label: CHANNEL_WORDS[value] }))}
        onChoose={(channel) => onChange({ channel: channel as DigestChannel })}
      />
      {typed.channel === "email" &&
        field("address", "Address", {
          placeholder: "team@example.com",
          type: "email",
          ...(limits && { hint: limits }),
        })}
      {typed.channel === "slack" &&
        field("url", "Incoming webhook of Slack", {
          placeholder: "https://hooks.slack.com/services/…",
          hint: stays ?? "It decides the channel. Kept sealed, never shown again.",
        })}
      {typed.channel === "webhook" && (
        <>
          {field("url", "Address", { placeholder: "https://example.com/hooks/squelch", ...(stays && { hint: stays }) })}
          <div>
            {field("secret", "Signing secret", { placeholder: "whsec_…" })}
            <Button size="small" look="quiet" className="mt-1" onClick={() => onChange({ secret: newSecret() })}>
              Make one
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function When({ typed: { kind, day, clock, zone }, onChange }: Part) {
  const days = WEEKDAYS.map((label, value) => ({ value: String(value), label }));
  const others = [
    { value: SHIFT_END, label: "When a shift ends" },
    { value: DAILY, label: "Every day" },
  ];
  return (
    <>
      <Choice
        label="On"
        value={day}
        options={kind === "weekly" ? days : others}
        onChoose={(chosen) => onChange({ day: chosen })}
      />
      {day !== SHIFT_END && (
        <>
          <Field
            label="At"
            type="time"
            required
            value={clock}
            onChange={({ target }) => onChange({ clock: target.value })}
          />
          <div>
            <span className="text-xs text-ink-2">Zone</span>
            <Combobox
              label="Zone"
              options={zoneOptions()}
              value={zone}
              none={null}
              onChange={(chosen) => chosen && onChange({ zone: chosen })}
              className="mt-1 w-full"
            />
          </div>
        </>
      )}
    </>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
};

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-xs text-ink-2">
        {label}
      </label>
      <Select id={id} className="mt-1 flex w-full" value={value} onChange={({ target }) => onChoose(target.value)}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </Select>
    </div>
  );
}

function emptyOf({ mayChange, zone, addresses }: DigestsView): Typed {
  const blank = {
    channel: "email" as const,
    address: mayChange ? "" : (addresses[0] ?? ""),
    url: "",
    secret: "",
    zone,
  };
  return mayChange
    ? { ...blank, kind: "weekly", subject: ALL, day: "0", clock: "09:00" }
    : { ...blank, kind: "end-of-shift", subject: OWN, day: SHIFT_END, clock: "18:00" };
}

function typedOf({ kind, team, own, channel, shown, trigger, weekday, minute, zone }: DigestView): Typed {
  const day = trigger === "shift-end" ? SHIFT_END : weekday === null ? DAILY : String(weekday);
  const address = channel === "email" ? shown : "";
  const subject = own ? OWN : (team ?? ALL);
  return { kind, subject, channel, address, url: "", secret: "", day, clock: clockOf(minute ?? 18 * 60), zone };
}

const isUntouched = ({ channel, address, url, secret }: Typed, digest: DigestView) =>
  channel === digest.channel && address === (channel === "email" ? digest.shown : "") && url === "" && secret === "";

/** Null where something is missing. */
function targetOf({ channel, address, url, secret }: Typed): DigestTarget | null {
  if (channel === "email") return address.trim() === "" ? null : { channel, address: address.trim() };
  if (url.trim() === "") return null;
  if (channel === "slack") return { channel, url: url.trim() };
  return secret.trim() === "" ? null : { channel, url: url.trim(), secret: secret.trim() };
}

function timeOf({ day, clock, zone }: Typed): DigestTime | null {
  if (day === SHIFT_END) return { trigger: "shift-end" };
  const minute = minuteOf(clock);
  return minute === null ? null : { trigger: "clock", weekday: day === DAILY ? null : Number(day), minute, zone };
}

function bodyOf({ kind, subject }: Typed, target: DigestTarget | null, time: DigestTime | null): DigestBody {
  if (target === null || time === null) throw new Error("what is not whole is not sent");
  return { kind, team: subject === OWN || subject === ALL ? null : subject, own: subject === OWN, target, time };
}

/** 32 random bytes, as Standard Webhooks writes a secret. */
function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
