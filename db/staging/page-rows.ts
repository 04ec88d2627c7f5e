import { idOf } from "@/db/ids";
import type { Settled } from "@/lib/ingest/settle-signature";
import type { SignatureIdentity } from "@/lib/ingest/signature-of";
import { packPage } from "@/lib/model/packed-page";
import type { Page } from "@/lib/model/page";
import type { CopyValue } from "./copy-in";

export const PAGE_COLUMNS = [
  "workspace_id",
  "id",
  "provider",
  "page_key",
  "signature_id",
  "via",
  "title",
  "service",
  "team",
  "urgency",
  "priority",
  "triggered_at",
  "ended_at",
  "ended_by",
  "raised_by",
  "ended_by_person_id",
  "acknowledged_at",
  "seconds_to_acknowledge",
  "knows_acknowledgements",
  "last_event_at",
  "merged_into",
] as const;

export const FOLD_COLUMNS = ["workspace_id", "page_id", "packed"] as const;

/** A folded page with its signature, ready to be stored. */
export type FoldedPage = { id: string; page: Page; signature: SignatureIdentity; via: Settled["via"] };

export const signatureId = (workspaceId: number, signature: string) => idOf(workspaceId, signature);

/** The signatures a page came by; null where its own is in force. */
export function viaIds(workspaceId: number, via: Settled["via"]): string[] | null {
  return via.length === 0 ? null : via.map(({ signature }) => signatureId(workspaceId, signature));
}

export function pageRow(workspaceId: number, { id, page, signature, via }: FoldedPage): CopyValue[] {
  return [
    workspaceId,
    id,
    page.provider,
    page.pageKey,
    signatureId(workspaceId, signature.signature),
    viaIds(workspaceId, via),
    page.facts.title,
    page.facts.service,
    page.facts.team,
    page.facts.urgency,
    page.facts.priority,
    new Date(page.triggeredAt),
    page.endedAt === null ? null : new Date(page.endedAt),
    page.endedBy,
    page.raisedBy,
    page.endedByPerson,
    page.acknowledgedAt === null ? null : new Date(page.acknowledgedAt),
    page.acknowledgedAt === null ? null : Math.round((page.acknowledgedAt - page.triggeredAt) / 1000),
    page.knowsAcknowledgements,
    new Date(page.lastEventAt),
    page.mergedInto === null ? null : idOf(workspaceId, page.provider, page.mergedInto),
  ];
}

export function foldRow(workspaceId: number, { id, page }: FoldedPage): CopyValue[] {
  return [workspaceId, id, packPage(page)];
}

export const NOTIFICATION_COLUMNS = [
  "workspace_id",
  "person_id",
  "at",
  "page_id",
  "channel",
  "estimated",
  "line",
] as const;

export function* notificationRows(workspaceId: number, pages: Iterable<FoldedPage>): Generator<CopyValue[]> {
  for (const { id, page } of pages)
    for (const { person, at, channel, estimated, line } of page.notifications)
      yield [workspaceId, person, new Date(at), id, channel, estimated, line];
}
