import { queryOptions } from "@tanstack/react-query";
import type { TokensView } from "@/lib/contract/tokens";
import { fetchJson } from "./fetch-json";

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => fetchJson<TokensView>("/api/tokens", { signal }),
});
