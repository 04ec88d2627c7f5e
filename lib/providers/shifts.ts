import { LEVEL_NOT_TOLD, type ToldShift } from "@/lib/model/on-call";
import type { PersonFact } from "@/lib/model/page-event";
import { rejected } from "./collector";
import type { CsvFormat, CsvHeader, Outcome, Provider, ReadContext } from "./provider";
import { isZone, lacksZone } from "./read-time";
import { shiftTimes, toldShifts } from "./told-shift";
import { isAddress, numberOf, textOf, told } from "./wire";

const PROVIDER = "shifts";

/** Columns, as they are documented first, and what others call them; case, blanks, `_` and `-` do not matter. */
const FIELDS = {
  person: ["person", "user", "who", "oncall", "responder"],
  email: ["email", "useremail", "mail"],
  name: ["name", "fullname", "username"],
  account: ["account", "accountkey", "userid"],
  provider: ["provider"],
  from: ["from", "start", "startsat", "startat", "starttime", "shiftstart"],
  to: ["to", "end", "endsat", "endat", "endtime", "shiftend"],
  level: ["level", "escalationlevel"],
  schedule: ["schedule", "schedulename", "rota"],
  team: ["team"],
  zone: ["zone", "timezone"],
} as const;
type ShiftField = keyof typeof FIELDS;

const BY_NAME = new Map<string, ShiftField>(
  (Object.keys(FIELDS) as ShiftField[]).flatMap((field) => FIELDS[field].map((name) => [name, field] as const)),
);

/** Columns of lists of other things that have a beginning, an end and somebody's name too. */
const OTHERS = /^(title|summary|message|incident|incidentid|alert|kind|status|severity|priority|urgency)$/;

type Cells = (field: ShiftField) => string | undefined;

function columnsOf({ raw }: CsvHeader): (ShiftField | null)[] {
  const used = new Set<ShiftField>();
  return raw.map((header) => {
    const field = BY_NAME.get(bare(header));
    if (field === undefined || used.has(field)) return null;
    used.add(field);
    return field;
  });
}

function bare(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}

function cellsOf(columns: readonly (ShiftField | null)[], cells: readonly string[]): Cells {
  return (field) => {
    const index = columns.indexOf(field);
    return index < 0 ? undefined : textOf(cells[index]);
  };
}

const csv: CsvFormat = {
  shape: "csv",
  id: "shifts-csv",
  label: "On-call shifts (CSV)",
  needs: "from, to and one of person, email, name, account",
  matches: (header) => {
    const columns = columnsOf(header);
    const has = (...fields: ShiftField[]) => fields.some((field) => columns.includes(field));
    if (!has("from") || !has("to") || header.raw.some((name) => OTHERS.test(bare(name)))) return false;
    return has("person", "email", "account") || (has("name") && has("level", "schedule"));
  },
  columns: columnsOf,
  needsZone: (header, rows) => {
    const columns = columnsOf(header);
    return rows.some((row) => {
      const cell = cellsOf(columns, row);
      return cell("zone") === undefined && (lacksZone(cell("from")) || lacksZone(cell("to")));
    });
  },
  reader: (header, context) => {
    const columns = columnsOf(header);
    return (cells) => readShift(cellsOf(columns, cells), context);
  },
};

function readShift(cell: Cells, context: ReadContext): Outcome {
  const who = whoOf(cell);
  if ("wrong" in who) return rejected(who.wrong);
  const level = levelOf(cell("level"));
  if (level === null) return rejected(`level ${JSON.stringify(cell("level"))} is none of 1 to ${MAX_LEVEL}`);
  const zone = cell("zone") ?? context.zone;
  if (zone !== null && !isZone(zone)) return rejected(`zone ${JSON.stringify(zone)} is not known`);
  const times = shiftTimes({ value: cell("from"), name: "from" }, { value: cell("to"), name: "to" }, { zone });
  if ("wrong" in times) return rejected(times.wrong);
  const [schedule, team] = [cell("schedule") ?? null, cell("team") ?? null];
  const shift: ToldShift = { person: who.person, ...times, level, schedule, team, kind: "file" };
  return toldShifts([shift], who.fact ? [who.fact] : [], []);
}

type Who = { person: ToldShift["person"]; fact?: PersonFact } | { wrong: string };

/** An address says who it is anywhere; a name or a bare key is looked for among the people who are known. */
function whoOf(cell: Cells): Who {
  const person = cell("person");
  const email = cell("email") ?? (isAddress(person) ? person : undefined);
  const name = cell("name") ?? (isAddress(person) ? undefined : person);
  const [account, provider] = [cell("account"), cell("provider")];
  if (account !== undefined && provider !== undefined) {
    const fact = told<PersonFact>({ provider, key: account, name, email });
    return { person: { provider, key: account }, fact };
  }
  if (email !== undefined) {
    if (!isAddress(email)) return { wrong: `email ${JSON.stringify(email)} is no address` };
    const key = email.toLowerCase();
    return { person: { provider: PROVIDER, key }, fact: told<PersonFact>({ provider: PROVIDER, key, name, email }) };
  }
  if (account !== undefined) return { person: { accountKey: account } };
  return name === undefined ? { wrong: "nobody is named" } : { person: { name } };
}

const MAX_LEVEL = 20;

/** Null = it cannot be read. */
function levelOf(text: string | undefined): number | null {
  if (text === undefined) return LEVEL_NOT_TOLD;
  const level = numberOf(text);
  return level !== null && Number.isInteger(level) && level >= 1 && level <= MAX_LEVEL ? level : null;
}

/** Who was on call, from any calendar or planning tool. */
export const shifts: Provider = { id: PROVIDER, label: "On-call shifts of any tool", formats: [csv] };
