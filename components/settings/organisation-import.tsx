"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_ORGANISATION } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import {
  type ChangeRow,
  MAX_LISTED_CHANGES,
  MAX_ORGANISATION_BYTES,
  type OrganisationFile,
  type OrganisationImportBody,
  type OrganisationImported,
  WHAT_CHANGES,
} from "@/lib/contract/organisation";

const COLUMNS: Record<OrganisationFile, string> = {
  people: "email,name,manager_email,team,time_zone,country,region,from",
  services: "service,team,from",
};

const WHAT: Record<ChangeRow["what"], [string, string]> = {
  person: ["new person", "new people"],
  leader: ["leader", "leaders"],
  teams: ["change of teams", "changes of teams"],
  place: ["zone or country", "zones or countries"],
  owner: ["owner of a service", "owners of services"],
};

type Chosen = { name: string; text: string };

/** A file is read and tried out; what it would change is shown before anything is stored. */
export function OrganisationImport({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<OrganisationFile>("people");
  const [from, setFrom] = useState("");
  const [file, setFile] = useState<Chosen | null>(null);
  const queries = useQueryClient();
  const ids = { kind: useId(), file: useId() };
  const preview = useMutation({
    mutationFn: (body: OrganisationImportBody) =>
      send<OrganisationImported>("POST", "/api/organisation/import/preview", body),
  });
  const store = useMutation({
    mutationFn: (body: OrganisationImportBody) => send<OrganisationImported>("POST", "/api/organisation/import", body),
    onSuccess: async (done) => {
      await Promise.all(TOUCHED_BY_ORGANISATION.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      notify(`Brought in: ${changeWords(done)}.`);
      onClose();
    },
  });
  const bodyOf = (text: string): OrganisationImportBody => ({ kind, text, fromDate: from || null });
  const forget = () => {
    setFile(null);
    preview.reset();
    store.reset();
  };
  const take = async (list: FileList | null) => {
    const [one] = list ?? [];
    if (!one) return;
    if (one.size > MAX_ORGANISATION_BYTES) return notify("The file is larger than 16 MiB. Split it; nothing was read.");
    const text = await one.text();
    setFile({ name: one.name, text });
    preview.mutate(bodyOf(text));
  };
  const failed = store.error ?? preview.error;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Import from a file">
      <div className="space-y-3">
        <div className="flex flex-wrap gap-3">
          <div>
            <label htmlFor={ids.kind} className="block text-xs text-ink-2">
              The file tells
            </label>
            <Select
              id={ids.kind}
              value={kind}
              onChange={({ target }) => {
                setKind(target.value as OrganisationFile);
                forget();
              }}
              className="mt-1 w-full"
            >
              <option value="people">who leads whom</option>
              <option value="services">who owns which service</option>
            </Select>
          </div>
          <Field
            label="Holds from"
            type="date"
            value={from}
            onChange={({ target }) => {
              setFrom(target.value);
              forget();
            }}
            className="w-40"
          />
        </div>
        <p className="text-xs text-ink-3">
          Left empty, what is new holds always and what is told otherwise holds from today. A column “from” tells it for
          each line. What somebody said by hand stays, unless the file names a later day.
        </p>
        <div>
          <label htmlFor={ids.file} className="block text-xs text-ink-2">
            CSV with the columns <code className="font-mono [overflow-wrap:anywhere]">{COLUMNS[kind]}</code>, or as your
            personnel system writes them
          </label>
          <input
            id={ids.file}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={({ target }) => {
              void take(target.files);
              target.value = "";
            }}
            className="mt-1 block w-full text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:font-medium file:text-ink hover:file:bg-hover pointer-coarse:file:h-11"
          />
        </div>
        <div aria-live="polite">
          {preview.isPending && <p className="text-ink-2">Trying it out</p>}
          {file && preview.data && <Outcome name={file.name} outcome={preview.data} />}
        </div>
        {failed && (
          <p role="alert" className="font-medium [overflow-wrap:anywhere]">
            {failed.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" disabled={store.isPending} onClick={onClose}>
            Leave it
          </Button>
          <Button
            look="primary"
            disabled={!file || !preview.data || preview.data.changes.length === 0 || store.isPending}
            onClick={() => file && store.mutate(bodyOf(file.text))}
          >
            {store.isPending ? "Bringing in" : "Bring in"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function changeWords({ counts }: OrganisationImported): string {
  const told = WHAT_CHANGES.filter((what) => counts[what] > 0).map((what) =>
    formatCounted(counts[what], ...WHAT[what]),
  );
  return told.join(", ") || "nothing";
}

function Outcome({ name, outcome }: { name: string; outcome: OrganisationImported }) {
  const { rows, changes, kept, errors, notes, newTeams } = outcome;
  return (
    <section aria-label="What the file would do" className="rounded-md border bg-ground px-3 py-2.5">
      <p className="font-medium [overflow-wrap:anywhere]">
        {name}: {formatCounted(rows, "line", "lines")} read
      </p>
      <p className="text-ink-2">
        {changes.length === 0
          ? "It would change nothing: all of it is known already."
          : `It would bring in ${changeWords(outcome)}.`}
        {newTeams.length > 0 && ` New teams: ${newTeams.join(", ")}.`}
      </p>
      <Lines title="left out or read in part" open rows={errors.map(({ line, why }) => ({ line, text: why }))} />
      <Lines
        title="kept as said by hand"
        open
        rows={kept.map((row) => ({ line: row.line, text: sentenceOf(row, true) }))}
      />
      <Lines title="with a note" rows={notes.map(({ line, why }) => ({ line, text: why }))} />
      <Lines title="with a change" rows={changes.map((row) => ({ line: row.line, text: sentenceOf(row, false) }))} />
    </section>
  );
}

function sentenceOf({ who, what, before, after, since }: ChangeRow, kept: boolean): string {
  if (what === "person") return `${who} is new`;
  const values = kept
    ? `${before ?? "none"} stays, not ${after ?? "none"}`
    : `${before ?? "none"} → ${after ?? "none"}`;
  return `${who}, ${WHAT[what][0]}: ${values}${since ? `, from ${since}` : ""}`;
}

type LinesProps = { title: string; rows: readonly { line: number; text: string }[]; open?: boolean };

function Lines({ title, rows, open = false }: LinesProps) {
  if (rows.length === 0) return null;
  return (
    <details open={open} className="mt-2">
      <summary className="cursor-pointer text-sm text-ink-2 hover:text-ink">
        {rows.length >= MAX_LISTED_CHANGES
          ? `The first ${formatCount(rows.length)} lines`
          : formatCounted(rows.length, "line", "lines")}{" "}
        {title}
      </summary>
      <ul className="mt-1 max-h-56 divide-y overflow-y-auto text-xs">
        {rows.map(({ line, text }) => (
          <li key={`${line} ${text}`} className="flex gap-x-3 py-1 [overflow-wrap:anywhere]">
            <span className="w-14 shrink-0 text-ink-3">line {line}</span>
            <span className="min-w-0">{text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
