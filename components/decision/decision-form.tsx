"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { keyed } from "@/components/format/keyed";
import { PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { decisionDefaultsQuery } from "@/components/queries/decisions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { DecideBody, DecisionDefaults } from "@/lib/contract/decision";
import { type DecisionKind, REVIEW_QUESTIONS, type ReviewAnswers, type ReviewQuestion } from "@/lib/model/decision";
import { MATCHER_OPERATORS, type Matcher, SCOPE_FIELDS } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { KIND_WORDS, QUESTION_WORDS, treatmentWords } from "./decision-words";
import { useDecisions } from "./use-decisions";

type Props = {
  signatureId: string;
  kind: DecisionKind;
  /** As chosen in a what-if; undefined = what the kind brings along. */
  treatment?: Treatment | null;
  onDone: () => void;
  /** With what was made, where it was not left. */
  onDecided?: (decisionIds: string[]) => void;
};

/** All is filled in, and the button has the focus: Enter decides, Tab changes something first, Escape leaves it. */
export function DecisionForm({ signatureId, kind, treatment, onDone, onDecided }: Props) {
  const view = viewOf(useQuery(decisionDefaultsQuery(signatureId, kind)));
  return (
    <PanelBody view={view} height={320}>
      {(defaults) => (
        <Form
          key={`${signatureId} ${kind} ${JSON.stringify(treatment)}`}
          defaults={defaults}
          chosen={treatment}
          onDone={onDone}
          onDecided={onDecided}
        />
      )}
    </PanelBody>
  );
}

function Form({
  defaults,
  chosen,
  onDone,
  onDecided,
}: {
  defaults: DecisionDefaults;
  chosen: Treatment | null | undefined;
  onDone: Props["onDone"];
  onDecided: Props["onDecided"];
}) {
  const { kind, signatureId, isTop } = defaults;
  const words = KIND_WORDS[kind];
  const longest = defaults.days?.longest ?? 0;
  const [reason, setReason] = useState(defaults.reason);
  const [owner, setOwner] = useState(defaults.ownerPersonId ?? "");
  const [days, setDays] = useState(String(defaults.days?.usual ?? ""));
  const [reviewDate, setReviewDate] = useState(defaults.reviewDate);
  const [changeUrl, setChangeUrl] = useState("");
  const [treatment, setTreatment] = useState<Treatment | null>(chosen === undefined ? defaults.treatment : chosen);
  const [scope, setScope] = useState<readonly Matcher[]>(defaults.scope);
  const [review, setReview] = useState<ReviewAnswers>({});
  const [waits, setWaits] = useState(false);
  const { pending, decide, status } = useDecisions();
  const button = useRef<HTMLButtonElement>(null);
  const ids = { reason: useId(), owner: useId(), waits: useId() };
  useEffect(() => button.current?.focus(), []);
  const treats = kind !== "keep" && kind !== "fix";
  const body: DecideBody = {
    signatureIds: [signatureId],
    kind,
    reason: reason.trim(),
    ownerPersonId: owner === "" ? null : owner,
    ...(treats && { treatment }),
    ...(kind === "silence" && { expiresInDays: Number(days.replace(",", ".")) }),
    reviewDate,
    changeUrl: changeUrl.trim() === "" ? null : changeUrl.trim(),
    review,
    scope: [...scope],
    takesEffect: waits ? "with-change" : "now",
  };
  const fault = faultOf(body, longest);
  return (
    <form
      aria-label={`${words.verb} this alert`}
      className="grid gap-3"
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault !== null) return;
        decide(body, `${words.done}: ${defaults.title}`, (ids) => {
          onDone();
          onDecided?.(ids);
        });
      }}
    >
      <p className="max-w-prose text-ink-2">
        {words.means}
        {defaults.inForce && ` It takes the place of the decision to ${defaults.inForce.kind} it.`}
      </p>
      <div>
        <label htmlFor={ids.reason} className="text-xs text-ink-2">
          Reason
        </label>
        <textarea
          id={ids.reason}
          value={reason}
          required
          maxLength={2000}
          rows={2}
          onChange={({ target }) => setReason(target.value)}
          className="mt-1 w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <div>
          <label htmlFor={ids.owner} className="text-xs text-ink-2">
            Owner
          </label>
          <Select
            id={ids.owner}
            value={owner}
            onChange={({ target }) => setOwner(target.value)}
            className="mt-1 w-full min-w-0"
          >
            <option value="">Nobody: it shows as ownerless</option>
            <People label="Of the team" people={defaults.people.filter(({ inTeam }) => inTeam)} />
            <People label="Others" people={defaults.people.filter(({ inTeam }) => !inTeam)} />
          </Select>
        </div>
        {kind === "silence" && (
          <Field
            label="Ends after, days"
            value={days}
            inputMode="decimal"
            autoComplete="off"
            required
            hint={isTop ? "at most 1: it pages in the top priority" : `at most ${longest}`}
            onChange={({ target }) => setDays(target.value)}
          />
        )}
        <Field
          label="Look at it again on"
          type="date"
          value={reviewDate}
          min={defaults.today}
          required
          hint={defaults.zone.replaceAll("_", " ")}
          onChange={({ target }) => setReviewDate(target.value)}
        />
      </div>
      {treats && <TreatmentFields value={treatment} onChange={setTreatment} />}
      {kind !== "keep" && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Link to the change"
            type="url"
            value={changeUrl}
            placeholder="https://"
            autoComplete="off"
            hint="http or https"
            onChange={({ target }) => setChangeUrl(target.value)}
          />
          <p className="flex items-start gap-2 text-sm sm:pt-6">
            <input
              id={ids.waits}
              type="checkbox"
              checked={waits}
              onChange={({ target }) => setWaits(target.checked)}
              className="mt-1 size-4"
            />
            <label htmlFor={ids.waits}>The change is still to be made: watch it from then on.</label>
          </p>
        </div>
      )}
      <details>
        <summary className="cursor-pointer text-xs text-ink-2">Five questions of the review</summary>
        <Questions answers={review} onChange={setReview} />
      </details>
      <details>
        <summary className="cursor-pointer text-xs text-ink-2">Which pages it is about</summary>
        <ScopeFields scope={scope} onChange={setScope} />
      </details>
      {fault !== null && (
        <p role="alert" className="font-medium">
          {fault}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-2">
        <Button ref={button} type="submit" look="primary" disabled={pending || fault !== null}>
          {pending ? "Deciding" : words.verb}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Leave it
        </Button>
        <span aria-live="polite" className="sr-only">
          {status}
        </span>
      </p>
    </form>
  );
}

function faultOf({ expiresInDays: days, reason, kind }: DecideBody, longest: number): string | null {
  if (!reason) return "Say why: whoever looks at it later must understand it.";
  if (kind !== "silence") return null;
  if (days === undefined || !(days > 0)) return "A silence ends after some days: a number over 0.";
  return days > longest ? `It lasts ${longest} ${longest === 1 ? "day" : "days"} at most.` : null;
}

function People({ label, people }: { label: string; people: DecisionDefaults["people"] }) {
  if (people.length === 0) return null;
  return (
    <optgroup label={label}>
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

const SIMPLE = {
  none: null,
  hold: { kind: "hold", holdMinutes: 5 },
  merge: { kind: "merge", mergeMinutes: 10 },
  "hold-and-merge": { kind: "hold-and-merge", holdMinutes: 5, mergeMinutes: 10 },
  ticket: { kind: "ticket" },
  drop: { kind: "drop" },
} as const satisfies Record<string, Treatment | null>;

const OPTIONS: readonly { value: keyof typeof SIMPLE; label: string }[] = [
  { value: "none", label: "Something else, or not said" },
  { value: "hold", label: "Wait before paging" },
  { value: "merge", label: "Join what comes back soon" },
  { value: "hold-and-merge", label: "Wait, and join what comes back" },
  { value: "ticket", label: "A ticket in place of a page" },
  { value: "drop", label: "Page nobody" },
];

function TreatmentFields({ value, onChange }: { value: Treatment | null; onChange: (to: Treatment | null) => void }) {
  const id = useId();
  const minutes = (label: string, shown: number, set: (count: number) => Treatment) => (
    <Field
      label={label}
      type="number"
      min={1}
      max={1440}
      value={String(shown)}
      onChange={({ target }) => onChange(set(Math.max(1, Math.round(Number(target.value)) || 1)))}
    />
  );
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <div>
        <label htmlFor={id} className="text-xs text-ink-2">
          What becomes of its pages
        </label>
        <Select
          id={id}
          value={value === null ? "none" : value.kind}
          onChange={({ target }) => onChange(SIMPLE[target.value as keyof typeof SIMPLE])}
          className="mt-1 w-full min-w-0"
        >
          {value?.kind === "window" && <option value="window">{treatmentWords(value)}</option>}
          {OPTIONS.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      </div>
      {value !== null &&
        "holdMinutes" in value &&
        minutes("Wait, minutes", value.holdMinutes, (holdMinutes) => ({ ...value, holdMinutes }))}
      {value !== null &&
        "mergeMinutes" in value &&
        minutes("Join within, minutes", value.mergeMinutes, (mergeMinutes) => ({ ...value, mergeMinutes }))}
    </div>
  );
}

type QuestionsProps = { answers: ReviewAnswers; onChange: (answers: ReviewAnswers) => void };

function Questions({ answers, onChange }: QuestionsProps) {
  const answer = (question: ReviewQuestion, said: string) => {
    const { [question]: _before, ...others } = answers;
    onChange(said === "" ? others : { ...others, [question]: said === "yes" });
  };
  return (
    <ul className="mt-2 grid gap-2">
      {REVIEW_QUESTIONS.map((question) => (
        <li key={question}>
          <Labelled label={QUESTION_WORDS[question]}>
            {(id) => (
              <Select
                id={id}
                value={answers[question] === undefined ? "" : answers[question] ? "yes" : "no"}
                onChange={({ target }) => answer(question, target.value)}
              >
                <option value="">not answered</option>
                <option value="yes">yes</option>
                <option value="no">no</option>
              </Select>
            )}
          </Labelled>
        </li>
      ))}
    </ul>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <p className="flex flex-wrap items-center justify-between gap-2">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      {children(id)}
    </p>
  );
}

type ScopeProps = { scope: readonly Matcher[]; onChange: (scope: readonly Matcher[]) => void };

/** Every line must hold. As in Alertmanager: expressions are of RE2 and match the whole value. */
function ScopeFields({ scope, onChange }: ScopeProps) {
  const change = (at: number, more: Partial<Matcher>) =>
    onChange(scope.map((matcher, index) => (index === at ? { ...matcher, ...more } : matcher)));
  return (
    <div className="mt-2 grid gap-2">
      {keyed(scope).map(({ key: index, item: matcher }) => (
        <p key={index} className="flex flex-wrap items-center gap-2">
          <Select
            aria-label={`Field ${index + 1}`}
            value={matcher.field}
            onChange={({ target }) => change(index, { field: target.value as Matcher["field"] })}
          >
            {SCOPE_FIELDS.map((field) => (
              <option key={field}>{field}</option>
            ))}
          </Select>
          <Select
            aria-label={`Comparison ${index + 1}`}
            value={matcher.operator}
            onChange={({ target }) => change(index, { operator: target.value as Matcher["operator"] })}
          >
            {MATCHER_OPERATORS.map((operator) => (
              <option key={operator}>{operator}</option>
            ))}
          </Select>
          <input
            aria-label={`Value ${index + 1}`}
            value={matcher.value}
            onChange={({ target }) => change(index, { value: target.value })}
            className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 font-mono text-xs pointer-coarse:h-11"
          />
          {scope.length > 1 && (
            <Button size="small" look="quiet" onClick={() => onChange(scope.filter((_, at) => at !== index))}>
              Remove
            </Button>
          )}
        </p>
      ))}
      <Button
        size="small"
        look="quiet"
        className="w-fit"
        onClick={() => onChange([...scope, { field: "service", operator: "=", value: "" }])}
      >
        Add a line that must hold, too
      </Button>
    </div>
  );
}
