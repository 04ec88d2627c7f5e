"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { keyed } from "@/components/format/keyed";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import { SLOT_WORDS, SlotMark, TitleTemplate } from "@/components/verdict/title-template";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { NamedSignature, SignatureShape, SplitResult, SplitSignatureBody } from "@/lib/contract/signature-shape";
import { Panel } from "./panel";
import { useSignatureEdits } from "./use-signature-edits";
import type { View } from "./view";

type Rule = SplitSignatureBody["rule"];
type Edits = ReturnType<typeof useSignatureEdits>;

type ViewProps = { id: string; view: View<SignatureShape>; zone: string; filter: LinkParams };

/** How the alert is recognised, and where people say that it is two, or part of another. */
export function SignatureShapePanel({ id, view, zone, filter }: ViewProps) {
  const edits = useSignatureEdits(id);
  return (
    <Panel
      question="What makes it one alert?"
      help="signature"
      view={view}
      height={220}
      n={({ counted }) => `the last ${formatCounted(counted, "page", "pages")} read`}
    >
      {(shape) => (
        <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
          <div className="min-w-0 space-y-4">
            <Made shape={shape} />
            <Adoption shape={shape} edits={edits} />
            <Named title="It was split into" rows={shape.parts} filter={filter} />
            <Named title="Merged into it" rows={shape.members} filter={filter} />
            <History shape={shape} zone={zone} edits={edits} />
          </div>
          <div className="min-w-0 space-y-5">
            {shape.counted > 0 && <SplitForm shape={shape} edits={edits} />}
            {shape.counted > 0 && <MergeForm shape={shape} edits={edits} />}
          </div>
          <p aria-live="polite" className="sr-only">
            {edits.said}
          </p>
        </div>
      )}
    </Panel>
  );
}

const KNOWN_BY: Record<SignatureShape["kind"], string> = {
  rule: "the rule that fired",
  dedup: "its source's key of the problem",
  title: "its title",
};

function Made({ shape: { kind, key, part, slots, version, currentVersion } }: { shape: SignatureShape }) {
  return (
    <div>
      <p className="text-ink-2">
        Pages of one source, service and environment are one alert by {KNOWN_BY[kind]}
        {part && `, here ${part}`}. Recipe {version}
        {version !== currentVersion && `; new pages are known by recipe ${currentVersion}`}.
      </p>
      <p className="mt-2 rounded-md bg-hover px-3 py-2 font-medium [overflow-wrap:anywhere]">
        {kind === "title" ? <TitleTemplate title={key} /> : <code className="font-mono text-sm">{key}</code>}
      </p>
      {slots.length > 0 && (
        <ol aria-label="Variable parts of the title" className="mt-2 space-y-1 text-xs text-ink-2">
          {slots.map(({ slot, mask, distinct, values, isName }) => (
            <li key={slot}>
              <span className="text-ink-3">{slot + 1}.</span> <SlotMark mask={mask} />{" "}
              {formatCounted(distinct, "value", "values")}: {commonest(values)}
              {distinct > SHOWN && ", …"}
              {isName && (
                <strong className="ml-1 font-medium text-ink">looks like a name: two alerts may be in one</strong>
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** A newer recipe is offered, never put into force unasked: it may split alerts that people know. */
function Adoption({ shape: { version, adoption }, edits }: { shape: SignatureShape; edits: Edits }) {
  const { version: newest, waiting, taken, mayChange } = adoption;
  if (waiting === 0 && taken === 0) return null;
  return (
    <section aria-label="A newer recipe" className="rounded-md border px-3 py-2.5">
      {waiting > 0 && (
        <>
          <h3 className="font-medium">
            {version < newest
              ? `This alert is known by an earlier recipe`
              : "Some alerts are known by an earlier recipe"}
          </h3>
          <p className="mt-0.5 text-xs text-ink-2">
            Recipe {newest} keeps apart titles that differ in a severity, a code, a limit or a version.{" "}
            {formatCounted(waiting, "alert is", "alerts are")} still known by an earlier one. Taken over, they are split
            where their titles differ so; verdicts go on holding, and it can be undone.
          </p>
        </>
      )}
      {taken > 0 && (
        <p className={waiting > 0 ? "mt-2 text-xs text-ink-2" : "text-xs text-ink-2"}>
          {formatCounted(taken, "alert was", "alerts were")} taken over to recipe {newest}.
        </p>
      )}
      {mayChange ? (
        <p className="mt-2 flex flex-wrap gap-2">
          {waiting > 0 && (
            <Button size="small" look="primary" disabled={edits.pending} onClick={edits.adopt}>
              Take {formatCounted(waiting, "alert", "alerts")} over to recipe {newest}
            </Button>
          )}
          {taken > 0 && (
            <Button size="small" disabled={edits.pending} onClick={edits.giveUp}>
              Take {taken === 1 ? "it" : `all ${formatCount(taken)}`} back
            </Button>
          )}
        </p>
      ) : (
        <p className="mt-2 text-xs text-ink-3">Only an admin changes this.</p>
      )}
    </section>
  );
}

const SHOWN = 3;

const commonest = (values: SignatureShape["slots"][number]["values"]) =>
  values
    .slice(0, SHOWN)
    .map(({ value, pages }) => `${value} (${formatCount(pages)})`)
    .join(", ");

type NamedRow = NamedSignature & { personVerdict?: SignatureShape["members"][number]["personVerdict"] };

function Named({ title, rows, filter }: { title: string; rows: readonly NamedRow[]; filter: LinkParams }) {
  const heading = useId();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className="text-xs text-ink-3">
        {title}
      </h3>
      <ul className="mt-1 space-y-1">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-2">
            <Link
              href={hrefTo(`/signatures/${row.id}`, filter)}
              className="font-medium underline decoration-line-strong underline-offset-4 [overflow-wrap:anywhere] hover:decoration-ink"
            >
              <Title row={row} />
            </Link>
            <span className="text-xs text-ink-3">{formatCounted(row.pages, "page", "pages")}</span>
            {row.personVerdict && <VerdictBadge verdict={row.personVerdict} byPerson className="text-xs" />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Title({ row: { title, part } }: { row: Pick<NamedSignature, "title" | "part"> }) {
  return <TitleTemplate title={part === null ? title : `${title} · ${part}`} />;
}

function History({ shape, zone, edits }: { shape: SignatureShape; zone: string; edits: Edits }) {
  if (shape.edits.length === 0) return null;
  return (
    <section aria-label="Merged and split by hand">
      <h3 className="text-xs text-ink-3">Merged and split by hand</h3>
      <ul className="mt-1 space-y-1.5 text-sm">
        {shape.edits.map((edit) => (
          <li key={edit.id} className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Title row={edit.from} /> {edit.into ? "merged into " : `split ${edit.how ?? ""}`}
              {edit.into && <Title row={edit.into} />}
            </span>
            <span className="text-xs text-ink-3">
              {edit.by}, {formatExact(edit.givenAt, zone)}
              {edit.endedAt && `; undone by ${edit.endedBy ?? "somebody"}, ${formatExact(edit.endedAt, zone)}`}
            </span>
            {!edit.endedAt && (
              <Button size="small" disabled={edits.pending} onClick={() => edits.undo(edit.id)}>
                Undo
                <span className="sr-only"> this {edit.kind}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What would become of the pages is shown before anything is done. */
function SplitForm({ shape, edits }: { shape: SignatureShape; edits: Edits }) {
  const [ids, [choice, setChoice], [word, setWord]] = [[useId(), useId()], useState(""), useState("")];
  const preview = useMutation({
    mutationFn: async (rule: Rule) => ({ rule, ...(await edits.preview(rule)) }),
    onError: (error) => notify(error.message),
  });
  const options = splitOptions(shape);
  const rule = choice === "word" ? wordRule(word) : (options.find(({ value }) => value === choice)?.rule ?? null);
  const pick = (value: string) => {
    setChoice(value);
    preview.reset();
  };
  return (
    <form
      aria-label="Split this alert"
      onSubmit={(event) => {
        event.preventDefault();
        if (rule) preview.mutate(rule);
      }}
    >
      <Legend title="Are two alerts in it?">Split it by what tells them apart. It can be undone.</Legend>
      <div className="mt-2 flex flex-wrap items-end gap-2">
        <label htmlFor={ids[0]} className="sr-only">
          Split by
        </label>
        <Select id={ids[0]} value={choice} onChange={({ target }) => pick(target.value)} className="min-w-0 max-w-full">
          <option value="">Split by …</option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          <option value="word">a word of the title</option>
        </Select>
        {choice === "word" && (
          <>
            <label htmlFor={ids[1]} className="sr-only">
              Word
            </label>
            <input
              id={ids[1]}
              value={word}
              maxLength={200}
              placeholder="Word in the title"
              onChange={({ target }) => {
                setWord(target.value);
                preview.reset();
              }}
              className="h-8 w-44 rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 pointer-coarse:h-11"
            />
          </>
        )}
        <Button type="submit" disabled={rule === null || preview.isPending || edits.pending}>
          Show the parts
        </Button>
      </div>
      {preview.data && <Parts {...preview.data} edits={edits} onDone={() => pick("")} />}
    </form>
  );
}

const wordRule = (word: string): Rule | null => (word.trim() === "" ? null : { by: "word", word: word.trim() });

function splitOptions({ slots, fields }: SignatureShape): { value: string; label: string; rule: Rule }[] {
  return [
    ...slots
      .filter(({ distinct }) => distinct > 1)
      .map(({ slot, mask, distinct }) => ({
        value: `slot-${slot}`,
        label: `variable part ${slot + 1}, ${SLOT_WORDS[mask] ?? mask}: ${formatCounted(distinct, "value", "values")}`,
        rule: { by: "slot", slot } as const,
      })),
    ...fields.map(({ field, distinct, unknown }) => ({
      value: `field-${field}`,
      label: `${field}: ${formatCounted(distinct, "value", "values")}${unknown > 0 ? ", not always told" : ""}`,
      rule: { by: "field", field } as const,
    })),
  ];
}

type PartsProps = SplitResult & { rule: Rule; edits: Edits; onDone: () => void };

function Parts({ parts, rule, edits, onDone }: PartsProps) {
  const named = parts.filter(({ value }) => value !== null);
  const useful = named.length > 0 && parts.length > 1;
  return (
    <div className="mt-3 rounded-md border px-3 py-2.5">
      <p className="text-sm">
        {useful
          ? `It would become ${formatCounted(parts.length, "alert", "alerts")}:`
          : "This would tell nothing apart."}
      </p>
      {useful && (
        <ul aria-label="Parts it would become" className="mt-1 max-h-48 overflow-y-auto text-xs text-ink-2">
          {keyed(parts).map(({ key, item: { value, pages } }) => (
            <li key={key}>
              {value ?? "the rest, which stays"}: {formatCounted(pages, "page", "pages")}
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 flex gap-2">
        {useful && (
          <Button
            size="small"
            look="primary"
            disabled={edits.pending}
            onClick={() => {
              edits.split(rule, parts.length);
              onDone();
            }}
          >
            Split
          </Button>
        )}
        <Button size="small" look="quiet" onClick={onDone}>
          Leave it
        </Button>
      </p>
    </div>
  );
}

function MergeForm({ shape: { candidates }, edits }: { shape: SignatureShape; edits: Edits }) {
  const [ids, [into, setInto], [sure, setSure]] = [[useId(), useId()], useState(""), useState(false)];
  const target = candidates.find(({ id }) => id === into);
  const differs = target?.apartBy ?? [];
  return (
    <form
      aria-label="Merge this alert"
      onSubmit={(event) => {
        event.preventDefault();
        if (target) edits.merge({ into, across: [...differs] }, target.title);
        setInto("");
        setSure(false);
      }}
    >
      <Legend title="Is it part of another?">
        Its pages, and later ones, become the other's; what people said stays. It can be undone.
      </Legend>
      <div className="mt-2 flex flex-wrap items-end gap-2">
        <label htmlFor={ids[0]} className="sr-only">
          Merge into
        </label>
        <Select
          id={ids[0]}
          value={into}
          onChange={({ target: chosen }) => {
            setInto(chosen.value);
            setSure(false);
          }}
          className="min-w-0 max-w-full"
        >
          <option value="">Merge into …</option>
          <Candidates
            label="Titles that differ in a few words"
            rows={candidates.filter(({ isProposed }) => isProposed)}
          />
          <Candidates label="Others" rows={candidates.filter(({ isProposed }) => !isProposed)} />
        </Select>
        <Button type="submit" disabled={!target || (differs.length > 0 && !sure) || edits.pending}>
          Merge
        </Button>
      </div>
      {target && differs.length > 0 && (
        <p className="mt-2 flex items-start gap-2 text-sm">
          <input
            id={ids[1]}
            type="checkbox"
            checked={sure}
            onChange={({ target: box }) => setSure(box.checked)}
            className="mt-1 size-4"
          />
          <label htmlFor={ids[1]}>They differ in {differs.join(" and ")} and are one alert all the same.</label>
        </p>
      )}
    </form>
  );
}

function Candidates({ label, rows }: { label: string; rows: SignatureShape["candidates"] }) {
  if (rows.length === 0) return null;
  return (
    <optgroup label={label}>
      {rows.map(({ id, title, part, service, pages }) => (
        <option key={id} value={id}>
          {[title, part, service, formatCounted(pages, "page", "pages")].filter(Boolean).join(" · ")}
        </option>
      ))}
    </optgroup>
  );
}

function Legend({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h3 className="font-medium">{title}</h3>
      <p className="mt-0.5 text-xs text-ink-2">{children}</p>
    </>
  );
}
