"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { notify } from "@/components/ui/notify";
import { type Said, wordsOf } from "@/components/verdict/taps";
import { noteRunning } from "@/components/verdict/use-gestures";
import type { DecideBody, Decided } from "@/lib/contract/decision";
import type { MadeMove, MoveBody, Triage, TriageItem } from "@/lib/contract/triage";
import type { MadeGesture } from "@/lib/contract/verdict";

/** What a change looks like before the server has answered. */
type Expected = (data: Triage, ids: ReadonlySet<string>) => Triage;

type Step = {
  ids: readonly string[];
  run: () => Promise<unknown>;
  said: string;
  expected?: Expected;
  /** Takes back what was made. */
  undo: (made: unknown) => Promise<unknown>;
};

/** What one does to alerts of the queue: shown at once, told by a notice that undoes it for 10 s, and put right by the server. */
export function useTriageMoves() {
  const queries = useQueryClient();
  const under = useRef(0);
  const [status, setStatus] = useState("");
  const refresh = () =>
    Promise.all(
      ["triage", "signature", "noise", "overview", "decisions"].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );

  const make = async ({ ids, run, said, expected, undo }: Step) => {
    under.current += 1;
    setStatus(said);
    await queries.cancelQueries({ queryKey: ["triage"] });
    if (expected) {
      const chosen = new Set(ids);
      queries.setQueriesData<Triage>({ queryKey: ["triage"] }, (data) => data && expected(data, chosen));
    }
    const made = run();
    noteRunning(made);
    await made.then(
      (answer) => notify(said, { action: { label: "Undo", onClick: () => void takeBack(() => undo(answer)) } }),
      (error: Error) => {
        setStatus("Nothing was changed");
        notify(`Nothing was changed. ${error.message}`);
      },
    );
    under.current -= 1;
    // Whoever goes on quickly is not answered in between: the list would jump back.
    if (under.current === 0) await refresh();
  };

  const takeBack = (undo: () => Promise<unknown>) =>
    undo().then(
      () => {
        setStatus("Undone");
        return refresh();
      },
      (error: Error) => notify(`It could not be undone. ${error.message}`),
    );

  const move = (body: MoveBody, said: string, expected?: Expected) =>
    make({
      ids: body.signatures,
      run: () => send<MadeMove>("POST", "/api/triage/moves", body),
      said,
      expected,
      undo: (made) => send("POST", "/api/undo", { move: (made as MadeMove).move ?? undefined }),
    });

  const judge = (ids: readonly string[], what: string, said: Said) =>
    make({
      ids,
      run: () => send<MadeGesture>("POST", "/api/triage/verdicts", { signatures: ids, ...said }),
      said: `${what}: ${wordsOf(said)}`,
      expected: judged(said),
      undo: (made) => send("POST", `/api/verdicts/gestures/${encodeURIComponent((made as MadeGesture).gesture)}/undo`),
    });

  /** With what is filled in for each: owner, review date, and of a silence its scope and end. */
  const decide = (
    ids: readonly string[],
    what: string,
    decided: Pick<DecideBody, "kind" | "treatment">,
    done: string,
  ) =>
    make({
      ids,
      run: () => send<Decided>("POST", "/api/decisions", { signatureIds: ids, ...decided }),
      said: `${what}: ${done}`,
      expected: taken,
      undo: (made) => send("POST", "/api/undo", { move: (made as Decided).move ?? undefined }),
    });

  return { status, move, judge, decide };
}

/** "Disk full" or "3 alerts" */
export function namesOf(items: readonly TriageItem[]): string {
  const [only] = items;
  return items.length === 1 && only ? only.row.title : formatCounted(items.length, "alert", "alerts");
}

const changed =
  (change: (item: TriageItem) => TriageItem): Expected =>
  (data, ids) => ({
    ...data,
    items: data.items.map((item) => (ids.has(item.id) ? { ...change(item), isHandledToday: true } : item)),
  });

const judged = ({ verdict, reason }: Said): Expected =>
  changed((item) => ({ ...item, suggestion: null, row: { ...item.row, verdict, reason, byPerson: true } }));

export const owned = (owner: TriageItem["owner"]): Expected =>
  changed((item) => ({ ...item, owner, state: item.rule === "came-back" ? item.state : owner ? "owned" : "flagged" }));

export const dueOn =
  (dueDate: string | null): Expected =>
  (data, ids) =>
    changed((item) => ({ ...item, dueDate, isOverdue: dueDate !== null && dueDate < data.today }))(data, ids);

const taken: Expected = (data, ids) => ({
  ...data,
  items: data.items.filter(({ id }) => !ids.has(id)),
  leftToday: data.leftToday + data.items.filter(({ id }) => ids.has(id)).length,
});

export const putOff: Expected = (data, ids) => ({
  ...data,
  items: data.items.filter(({ id }) => !ids.has(id)),
  later: [...data.later, ...data.items.filter(({ id }) => ids.has(id))],
});

export const takenBack: Expected = (data, ids) => ({
  ...data,
  items: [...data.items, ...data.later.filter(({ id }) => ids.has(id))],
  later: data.later.filter(({ id }) => !ids.has(id)),
});
