import { z } from "zod";
import { ORGANISATION_ORIGINS } from "@/lib/model/organisation";
import { HoursValue } from "./load-settings";

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");
const Day = z.iso.date("must be a date as 2026-11-03");
/** Null = from ever. */
const Since = Day.nullable();
const TeamName = z.string().trim().min(1).max(200);

export const LeaderBody = z.strictObject({ leaderId: Id.nullable(), fromDate: Since });
export type LeaderBody = z.infer<typeof LeaderBody>;

export const TeamsBody = z.strictObject({ teams: z.array(TeamName).max(50), fromDate: Since });
export type TeamsBody = z.infer<typeof TeamsBody>;

export const PlaceBody = z.strictObject({
  timeZone: z.string().min(1).max(64),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be two letters")
    .nullable(),
  region: z.string().max(20).nullable(),
  fromDate: Since,
});
export type PlaceBody = z.infer<typeof PlaceBody>;

export const LeadsBody = z.strictObject({ leads: z.boolean() });

export const OwnerBody = z.strictObject({
  service: z.string().min(1).max(500),
  team: TeamName.nullable(),
  fromDate: Since,
});
export type OwnerBody = z.infer<typeof OwnerBody>;

/** A file of 100,000 people has about 10 MB. */
export const MAX_ORGANISATION_BYTES = 16 * 1024 * 1024;

/** `people` names who leads whom; `services` who owns what. */
export const ORGANISATION_FILES = ["people", "services"] as const;
export type OrganisationFile = (typeof ORGANISATION_FILES)[number];

export const OrganisationImportBody = z.strictObject({
  kind: z.enum(ORGANISATION_FILES),
  text: z.string().max(MAX_ORGANISATION_BYTES),
  /** From which day rows without one hold. */
  fromDate: Since,
});
export type OrganisationImportBody = z.infer<typeof OrganisationImportBody>;

/** So many rows of each kind are listed. */
export const MAX_LISTED_CHANGES = 200;

export const WHAT_CHANGES = ["person", "leader", "teams", "place", "owner"] as const;

const ChangeRow = z.object({
  line: z.number().int(),
  /** Name of the person, or the service. */
  who: z.string(),
  what: z.enum(WHAT_CHANGES),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Null = from ever. */
  since: z.string().nullable(),
});
export type ChangeRow = z.infer<typeof ChangeRow>;

const LineRow = z.object({ line: z.number().int(), why: z.string() });

/** What a file does, or would do. */
export const OrganisationImported = z.object({
  /** Rows that could be read. */
  rows: z.number().int(),
  counts: z.record(z.enum(WHAT_CHANGES), z.number().int()),
  newTeams: z.array(z.string()),
  changes: z.array(ChangeRow),
  /** Somebody said otherwise by hand, which stays: `before` is what was said here, `after` what the file says. */
  kept: z.array(ChangeRow),
  errors: z.array(LineRow),
  notes: z.array(LineRow),
});
export type OrganisationImported = z.infer<typeof OrganisationImported>;

const Origin = z.enum(ORGANISATION_ORIGINS);

export const OrganisationPerson = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  leaderId: z.string().nullable(),
  teams: z.array(z.string()),
  /** Null = nobody told it: the workspace's counts. */
  timeZone: z.string().nullable(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  hours: HoursValue.nullable(),
  /** Called a leader by hand. */
  leads: z.boolean(),
});
export type OrganisationPerson = z.infer<typeof OrganisationPerson>;

export const TeamNamesBody = z.strictObject({ teams: z.array(TeamName).min(1).max(500) });

/** A team that pages, shifts or users name and the organisation does not have. */
const TeamProposal = z.object({
  name: z.string(),
  /** Whoever was paged for it as first line, stands in its rota, or is in it by the provider. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  pages: z.number().int(),
  /** Of its last page or shift; null = users alone name it. */
  lastAt: z.string().nullable(),
});
export type TeamProposal = z.infer<typeof TeamProposal>;

export const OrganisationView = z.object({
  people: z.array(OrganisationPerson),
  /** Of the organisation and of pages. */
  teams: z.array(z.string()),
  /** For whoever may take them over. */
  teamProposals: z.array(TeamProposal),
  services: z.array(
    z.object({
      service: z.string(),
      team: z.string().nullable(),
      /** Null = from ever, or nobody said. */
      since: z.string().nullable(),
      origin: Origin.nullable(),
      /** As the pages of the service say, where they say it. */
      pagesSay: z.string().nullable(),
    }),
  ),
  zone: z.string(),
  today: z.string(),
  canChange: z.boolean(),
});
export type OrganisationView = z.infer<typeof OrganisationView>;

/** What held about one person, and when; null dates = from ever, and still. */
const Held = z.object({ from: z.string().nullable(), to: z.string().nullable(), value: z.string(), origin: Origin });
export type Held = z.infer<typeof Held>;

export const PersonHistory = z.object({
  leaders: z.array(Held),
  teams: z.array(Held),
  places: z.array(Held),
  /** Those who reported to the person. */
  reports: z.array(Held),
});
export type PersonHistory = z.infer<typeof PersonHistory>;
