import { z } from "zod";
import { ApplyView } from "./apply";
import { AuditChain, AuditFilter, AuditView } from "./audit";
import { Backfills, BackfillView } from "./backfill";
import { BestSetAsk, BestSetView } from "./best-set";
import { ChangesFilter, ChangesView } from "./changes";
import {
  ActivityFilter,
  ActivityView,
  DecisionDefaults,
  DecisionHistory,
  DecisionsView,
  DefaultsFilter,
  Squashed,
} from "./decision";
import { LeadersFilter, NoiseFilter, PagesFilter, Portion } from "./filter";
import { HandOverSettings } from "./hand-over";
import { LabelsFilter } from "./labels";
import { LeaderAlerts, Leaders, NotMine } from "./leaders";
import { Deliveries, DeliveriesFilter, DeliveryDetail, LedgerFilter, LedgerView } from "./ledger";
import { LOAD_TABLES, Load, LoadFilter } from "./load";
import { HoursSettings, PrivacySettings } from "./load-settings";
import { ModelRecordView, PagePrediction, RecordPages, RecordPagesFilter } from "./model-record";
import { Noise } from "./noise";
import { NoiseSettings } from "./noise-settings";
import { OrganisationView, PersonHistory } from "./organisation";
import { DataState, Overview } from "./overview";
import { PageDetail, Pages } from "./page";
import { PeopleView } from "./people";
import { PersonDetail } from "./person";
import type { ReadRoute } from "./read-routes";
import { RetroFile } from "./retro";
import { MyShift } from "./shift";
import { SignatureDetail } from "./signature";
import { SignatureShape } from "./signature-shape";
import { Alarms, SourceView } from "./source";
import { ContentQuery, ImportView, KnownContent, Sources } from "./sources";
import { OneTrend, Trends } from "./trends";
import { Triage, TriageFilter } from "./triage";
import { BulkCount } from "./verdict";
import { MyViewers } from "./viewers";
import {
  ReportComparison,
  ReportFileFilter,
  ReportFilter,
  ReportSubject,
  ReportsList,
  WeekId,
  WeeklyReport,
} from "./weekly-report";
import { WhatIf, WhatIfSearch } from "./what-if";

/** What one read endpoint takes and answers. */
export type Operation = {
  about: (typeof SUBJECTS)[number];
  /** One line. */
  summary: string;
  /** What more there is to know: limits, order, who may ask. */
  note?: string;
  search?: z.ZodType;
  /** Of the path; ids where it is left out. */
  path?: z.ZodType;
  /** A contract, or the type of a file. */
  answer: z.ZodType | { file: string };
};

export const SUBJECTS = [
  "Overview and noise",
  "Pages and alerts",
  "Triage and decisions",
  "Load and people",
  "Reports",
  "Sources and ledger",
  "Settings and audit",
] as const;

const [NOISE, PAGES, TRIAGE, PEOPLE, REPORTS, SOURCES, SETTINGS] = SUBJECTS;
const CSV = { file: "text/csv" };
/** Of one leader alone. */
const OfLeader = LeadersFilter.required({ leader: true });
const NAMES = "Names whom you may see; each view of somebody else's named load is in the audit log.";

/** A list of rows as they lie in the tables: their fields follow the version of the database. */
const Rows = z.array(z.record(z.string(), z.unknown()));

const MyData = z.object({
  madeAt: z.string(),
  person: Rows,
  accounts: Rows,
  teams: Rows,
  reportsTo: Rows,
  zones: Rows,
  shifts: Rows,
  notifications: Rows,
  interruptions: Rows,
  efforts: Rows,
  objections: Rows,
});

/** Every route that a token may read. */
export const OPERATIONS: Readonly<Record<ReadRoute, Operation>> = {
  "/api/overview": {
    about: NOISE,
    summary: "The figures of a range beside those of the range before, its trend, the five worst alerts, people.",
    note: NAMES,
    search: NoiseFilter,
    answer: Overview,
  },
  "/api/noise": {
    about: NOISE,
    summary: "All alerts of a range, most pain first, and the reasons.",
    search: NoiseFilter,
    answer: Noise,
  },
  "/api/noise/trends": {
    about: NOISE,
    summary: "Alerts that became new, louder, quieter or gone, and since when.",
    search: NoiseFilter,
    answer: Trends,
  },
  "/api/noise/record": {
    about: NOISE,
    summary: "How often verdicts and predictions were right, by what people said afterwards.",
    answer: ModelRecordView,
  },
  "/api/noise/record/pages": {
    about: NOISE,
    summary: "The pages behind a figure of that record, the newest words first.",
    search: RecordPagesFilter,
    answer: RecordPages,
  },
  "/api/signatures/{id}": {
    about: PAGES,
    summary: "One alert: verdict with its evidence, figures of the range, last pages.",
    search: NoiseFilter,
    answer: SignatureDetail,
  },
  "/api/signatures/{id}/shape": {
    about: PAGES,
    summary: "What counts as this alert: its template, what it was merged with or split from.",
    answer: SignatureShape,
  },
  "/api/signatures/{id}/trend": {
    about: PAGES,
    summary: "Whether the alert became new, louder, quieter or gone, and the changes near that.",
    search: NoiseFilter,
    answer: OneTrend,
  },
  "/api/signatures/{id}/decision": {
    about: TRIAGE,
    summary: "What a new decision about the alert would be filled with.",
    search: DefaultsFilter,
    answer: DecisionDefaults,
  },
  "/api/signatures/{id}/decisions": {
    about: TRIAGE,
    summary: "All decisions about the alert, each with its forecast and the fact.",
    answer: DecisionHistory,
  },
  "/api/pages": {
    about: PAGES,
    summary: "Pages, in portions.",
    note: "Goes on at `offset=<nextOffset>` until that is null. At most 500 in one answer.",
    search: PagesFilter.extend(Portion.shape),
    answer: Pages,
  },
  "/api/pages/csv": {
    about: PAGES,
    summary: "Every page that the filters leave, in the order asked for.",
    note: NAMES,
    search: PagesFilter,
    answer: CSV,
  },
  "/api/pages/{id}": {
    about: PAGES,
    summary: "One page: its events in order, notifications, verdicts and findings.",
    answer: PageDetail,
  },
  "/api/pages/{id}/prediction": {
    about: PAGES,
    summary: "What was predicted as the page opened.",
    answer: PagePrediction,
  },
  "/api/verdicts": {
    about: PAGES,
    summary: "How many pages a filter finds, and how many of them people judged.",
    search: PagesFilter,
    answer: BulkCount,
  },
  "/api/labels": {
    about: PAGES,
    summary: "All verdicts of people as a file that can be brought in again.",
    note: "JSON lines with `format=jsonl`. Noted in the audit log.",
    search: LabelsFilter,
    answer: CSV,
  },
  "/api/triage": {
    about: TRIAGE,
    summary: "The queue of flagged alerts, most pain first, and those that wait.",
    search: TriageFilter,
    answer: Triage,
  },
  "/api/triage/shift": { about: TRIAGE, summary: "The pages of your last shift.", answer: MyShift },
  "/api/what-if": {
    about: TRIAGE,
    summary: "What a treatment would have done to an alert, setting by setting, on its history.",
    search: WhatIfSearch,
    answer: WhatIf,
  },
  "/api/what-if/best-set": {
    about: TRIAGE,
    summary: "The treatments that together would have saved a team or a service most.",
    search: BestSetAsk,
    answer: BestSetView,
  },
  "/api/decisions": {
    about: TRIAGE,
    summary: "Decisions by state of the loop, and those that are due.",
    answer: DecisionsView,
  },
  "/api/decisions/activity": {
    about: TRIAGE,
    summary: "What happened to decisions, the last first.",
    note: "Goes on with `before`.",
    search: ActivityFilter,
    answer: ActivityView,
  },
  "/api/decisions/squashed": {
    about: TRIAGE,
    summary: "Decisions of a range with fact beside forecast, and the time to squash.",
    search: NoiseFilter,
    answer: Squashed,
  },
  "/api/decisions/{id}/apply": {
    about: TRIAGE,
    summary: "The ways to carry a decision out, and what stands of it.",
    answer: ApplyView,
  },
  "/api/load": {
    about: PEOPLE,
    summary: "Who was interrupted, when and for what: people, teams, weeks, hours.",
    note: NAMES,
    search: LoadFilter,
    answer: Load,
  },
  "/api/load/{table}": {
    about: PEOPLE,
    summary: "One table of the same as CSV.",
    note: "Noted in the audit log.",
    path: z.object({ table: z.enum(LOAD_TABLES) }),
    search: LoadFilter,
    answer: CSV,
  },
  "/api/leaders": {
    about: PEOPLE,
    summary: "Leaders: their own pager beside those of the people they lead, and the organisation under them.",
    note: NAMES,
    search: LeadersFilter,
    answer: Leaders,
  },
  "/api/leaders/alerts": {
    about: PEOPLE,
    summary: "The alerts that did most to the people under a leader.",
    search: OfLeader,
    answer: LeaderAlerts,
  },
  "/api/leaders/not-mine": {
    about: PEOPLE,
    summary: "Pages of the people under a leader that belong to other teams.",
    search: OfLeader,
    answer: NotMine,
  },
  "/api/leaders/csv": {
    about: PEOPLE,
    summary: "The rows of the tree of leaders as CSV.",
    note: "Noted in the audit log.",
    search: LeadersFilter,
    answer: CSV,
  },
  "/api/reports": {
    about: REPORTS,
    summary: "The weeks that have a report, and which of them were published.",
    search: ReportSubject,
    answer: ReportsList,
  },
  "/api/reports/{week}": {
    about: REPORTS,
    summary: "The report of a week: as published, or worked out today with `as=now`.",
    note: `A file with any other \`format\` than json; a browser on the server draws pdf and zip. ${NAMES}`,
    path: z.object({ week: WeekId }),
    search: ReportFileFilter,
    answer: WeeklyReport,
  },
  "/api/reports/{week}/comparison": {
    about: REPORTS,
    summary: "The published report beside what comes out today, where they differ.",
    path: z.object({ week: WeekId }),
    search: ReportFilter,
    answer: ReportComparison,
  },
  "/api/retro": {
    about: REPORTS,
    summary: "Charts and tables of a range as one zip, or as a PDF; drawn by a browser on the server.",
    search: RetroFile,
    answer: { file: "application/zip" },
  },
  "/api/people": { about: PEOPLE, summary: "People and the accounts they are known by; no load.", answer: PeopleView },
  "/api/people/{id}": {
    about: PEOPLE,
    summary: "One person's load and pages; 404 of whom you may not see.",
    note: NAMES,
    search: NoiseFilter,
    answer: PersonDetail,
  },
  "/api/people/{id}/history": {
    about: PEOPLE,
    summary: "Teams, leaders and places of a person, from when to when.",
    answer: PersonHistory,
  },
  "/api/people/{id}/data": {
    about: PEOPLE,
    summary: "Everything that is kept about you; 404 of anybody else.",
    note: "Noted in the audit log.",
    answer: MyData,
  },
  "/api/viewers": { about: PEOPLE, summary: "Who looked at your load.", answer: MyViewers },
  "/api/organisation": {
    about: PEOPLE,
    summary: "People, teams, who leads whom, and who owns which service.",
    answer: OrganisationView,
  },
  "/api/sources": { about: SOURCES, summary: "Sources and imports with their ledgers.", answer: Sources },
  "/api/sources/{id}": { about: SOURCES, summary: "One source.", answer: SourceView },
  "/api/sources/{id}/backfills": {
    about: SOURCES,
    summary: "Gaps of a source, and what was fetched for them.",
    answer: Backfills,
  },
  "/api/backfills/{id}": { about: SOURCES, summary: "One backfill and how far it is.", answer: BackfillView },
  "/api/imports": {
    about: SOURCES,
    summary: "Whether exactly this content is known.",
    search: ContentQuery,
    answer: KnownContent,
  },
  "/api/imports/{id}": { about: SOURCES, summary: "One import: how far it is, and its ledger.", answer: ImportView },
  "/api/imports/{id}/rejections": {
    about: SOURCES,
    summary: "Every rejected record of a file with its line and reason, as CSV.",
    answer: CSV,
  },
  "/api/deliveries": {
    about: SOURCES,
    summary: "What was received, the newest first.",
    note: "Goes on at `after=<next>` until that is null.",
    search: DeliveriesFilter,
    answer: Deliveries,
  },
  "/api/deliveries/{id}": {
    about: SOURCES,
    summary: "One delivery with its raw body, secrets and people out of sight masked.",
    answer: DeliveryDetail,
  },
  "/api/ledger": {
    about: SOURCES,
    summary: "received = stored + duplicate + ignored + rejected, by source and day.",
    search: LedgerFilter,
    answer: LedgerView,
  },
  "/api/changes": {
    about: SOURCES,
    summary: "Deploys, maintenance and other changes that were told.",
    note: "Goes on with the place that the answer names.",
    search: ChangesFilter,
    answer: ChangesView,
  },
  "/api/alarms": { about: SOURCES, summary: "What is wrong with the sources just now.", answer: Alarms },
  "/api/state": { about: SOURCES, summary: "How fresh and how whole the data are.", answer: DataState },
  "/api/settings/hours": {
    about: SETTINGS,
    summary: "Hours and holidays of workspace, teams and people.",
    answer: HoursSettings,
  },
  "/api/settings/noise": {
    about: SETTINGS,
    summary: "Thresholds of the detectors, and their changes.",
    answer: NoiseSettings,
  },
  "/api/settings/privacy": {
    about: SETTINGS,
    summary: "Who may see whom, and the agreed limits.",
    answer: PrivacySettings,
  },
  "/api/settings/hand-over": {
    about: SETTINGS,
    summary: "When the weeks of reports begin, for the workspace and each team.",
    answer: HandOverSettings,
  },
  "/api/audit": {
    about: SETTINGS,
    summary: "Who did or saw what, the last first.",
    note: "For admins and auditors. Goes on with `before=<older>` until that is null.",
    search: AuditFilter,
    answer: AuditView,
  },
  "/api/audit/chain": {
    about: SETTINGS,
    summary: "Whether each row of the audit log still carries the hash of the one before it.",
    note: "For admins and auditors.",
    answer: AuditChain,
  },
  "/api/openapi.json": {
    about: SETTINGS,
    summary: "This description.",
    answer: z.record(z.string(), z.unknown()),
  },
};
