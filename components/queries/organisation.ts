import { queryOptions } from "@tanstack/react-query";
import type { Erasure } from "@/lib/contract/erasure";
import type { HandOverSettings } from "@/lib/contract/hand-over";
import type { HoursSettings, PrivacySettings } from "@/lib/contract/load-settings";
import type { OrganisationView, PersonHistory } from "@/lib/contract/organisation";
import { fetchJson } from "./fetch-json";
import { TOUCHED_BY_PEOPLE } from "./people";

export const organisationQuery = queryOptions({
  queryKey: ["organisation"],
  queryFn: ({ signal }) => fetchJson<OrganisationView>("/api/organisation", { signal }),
});

export const personHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ["organisation", "history", id],
    queryFn: ({ signal }) => fetchJson<PersonHistory>(`/api/people/${id}/history`, { signal }),
  });

/** Not kept: it is what would be done now. */
export const erasureQuery = (id: string) =>
  queryOptions({
    queryKey: ["erasure", id],
    queryFn: ({ signal }) => fetchJson<Erasure>(`/api/people/${id}/erasure`, { signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const hoursSettingsQuery = queryOptions({
  queryKey: ["hours-settings"],
  queryFn: ({ signal }) => fetchJson<HoursSettings>("/api/settings/hours", { signal }),
});

export const handOverQuery = queryOptions({
  queryKey: ["hand-over"],
  queryFn: ({ signal }) => fetchJson<HandOverSettings>("/api/settings/hand-over", { signal }),
});

export const privacySettingsQuery = queryOptions({
  queryKey: ["privacy-settings"],
  queryFn: ({ signal }) => fetchJson<PrivacySettings>("/api/settings/privacy", { signal }),
});

/** Whose hours, and whom they count under, decides every figure of people. */
export const TOUCHED_BY_ORGANISATION = [
  ...TOUCHED_BY_PEOPLE,
  "organisation",
  "hours-settings",
  "hand-over",
  "privacy-settings",
  "data-state",
];
