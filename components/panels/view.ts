import type { UseQueryResult } from "@tanstack/react-query";
import type { Route } from "next";
import { type Problem, ProblemError } from "@/components/queries/fetch-json";

export type NextStep = { label: string; href: Route };

/** The five states of a panel, and the one that everybody hopes for. */
export type View<T> =
  | { kind: "loading" }
  | { kind: "ready"; data: T }
  | { kind: "empty"; why: string; next?: NextStep }
  | { kind: "nothing-in-range"; why: string; next: readonly NextStep[] }
  | { kind: "error"; problem: Problem; retry: () => void }
  | { kind: "not-allowed"; rule: string };

type Result<T> = Pick<UseQueryResult<T>, "data" | "error" | "refetch">;

/** Data that are there stay on screen, also while newer ones are fetched or fail to come. */
export function viewOf<T>({ data, error, refetch }: Result<T>): View<T> {
  if (data !== undefined) return { kind: "ready", data };
  if (!error) return { kind: "loading" };
  if (error instanceof ProblemError && error.problem.status === 403)
    return { kind: "not-allowed", rule: error.problem.detail ?? error.problem.title };
  return { kind: "error", problem: asProblem(error), retry: () => void refetch() };
}

export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    title: "This could not be shown",
    detail: "Something failed in the browser. Your data are safe; try again.",
    status: 0,
    requestId: null,
  };
}

/** A part of what a screen fetched, in the same state. */
export function mapView<A, B>(view: View<A>, pick: (data: A) => B): View<B> {
  return view.kind === "ready" ? { kind: "ready", data: pick(view.data) } : view;
}
