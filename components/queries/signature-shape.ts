import { queryOptions } from "@tanstack/react-query";
import type { SignatureShape } from "@/lib/contract/signature-shape";
import { fetchJson } from "./fetch-json";

export function signatureShapeQuery(id: string) {
  return queryOptions({
    queryKey: ["signature-shape", id],
    queryFn: ({ signal }) => fetchJson<SignatureShape>(`/api/signatures/${encodeURIComponent(id)}/shape`, { signal }),
  });
}

/** Merging and splitting move pages between alerts: every figure is fetched again. */
export const TOUCHED_BY_SIGNATURES = ["overview", "noise", "signature", "signature-shape", "pages", "page", "state"];
