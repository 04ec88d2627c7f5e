import { describe, expect, it } from "vitest";
import { readOrganisation } from "./read-organisation";
import { readServiceOwners } from "./read-service-owners";

const read = (...lines: string[]) => readOrganisation(lines.join("\n"));

describe("a file of people", () => {
  it("is read with all columns", () => {
    expect(
      read(
        "email,name,manager_email,team,time_zone,country,region,from",
        "Ana@North.example,Ana Brandt,ben@north.example,Payments; Search,Europe/Berlin,DE,BY,2026-11-03",
      ),
    ).toEqual({
      rows: [
        {
          line: 2,
          email: "ana@north.example",
          name: "Ana Brandt",
          leader: "ben@north.example",
          teams: ["Payments", "Search"],
          timeZone: "Europe/Berlin",
          country: "DE",
          region: "BY",
          fromDate: "2026-11-03",
        },
      ],
      errors: [],
      notes: [],
    });
  });

  it.each([
    ["BY", undefined],
    ["DE-BY", undefined],
    ["Bayern", undefined],
    ["Texas", "the region Texas is not known: read without it"],
  ])("reads the region %s, or the row without it", (region, note) => {
    const { rows, errors, notes } = read("email,country,region", `ana@n.example,DE,${region}`);
    expect(errors).toEqual([]);
    expect(rows[0]?.region).toBe(note ? undefined : "BY");
    expect(notes.map(({ why }) => why)).toEqual(note ? [note] : []);
  });

  it("says nothing with a column that is not there, and that there is none with an empty cell", () => {
    expect(read("email", "ana@n.example").rows).toEqual([{ line: 2, email: "ana@n.example", fromDate: null }]);
    expect(read("email,manager,team,time zone", "ana@n.example,,,").rows).toEqual([
      { line: 2, email: "ana@n.example", leader: null, teams: [], fromDate: null },
    ]);
  });

  it.each([
    [
      "Workday",
      "Worker,Work Email,Manager,Country",
      '"Brandt, Ana",ana@n.example,Ben Öz <BEN@n.example>,Germany',
      { name: "Brandt, Ana", leader: "ben@n.example", country: "DE" },
    ],
    [
      "BambooHR",
      "First Name;Last Name;Work Email;Supervisor email;Department",
      "Ana;Brandt;ana@n.example;ben@n.example;Payments",
      { name: "Ana Brandt", leader: "ben@n.example", teams: ["Payments"] },
    ],
    [
      "a directory",
      "userPrincipalName\tdisplayName\tManager's Email\tState\tCountry",
      "ana@n.example\tAna\tBen Öz\tBayern\tDE",
      { name: "Ana", leader: "Ben Öz", country: "DE", region: "BY" },
    ],
  ])("is read as %s writes it", (_name, header, row, told) => {
    expect(read(header, row)).toEqual({
      rows: [{ line: 2, email: "ana@n.example", fromDate: null, ...told }],
      errors: [],
      notes: [],
    });
  });

  it.each([
    ["email,team", "ana,Payments", "ana is no e-mail address"],
    ["email,team", ",Payments", "the e-mail address is missing"],
    ["email,team", "ana@n.example", "1 columns where the header has 2"],
    ["email,manager", "ana@n.example,ANA@n.example", "ana@n.example reports to themselves"],
    ["email,zone", "ana@n.example,Berlin time", "the time zone Berlin time is not known; write it as Europe/Berlin"],
    ["email,zone", "ana@n.example,+02:00", "the time zone +02:00 is not known; write it as Europe/Berlin"],
    ["email,country", "ana@n.example,Atlantis", "the country Atlantis is not known; write its two letters, as DE"],
    ["email,from", "ana@n.example,03/11/2026", "the date 03/11/2026 cannot be read; write it as 2026-11-03"],
    ["email,from", "ana@n.example,2026-02-30", "the date 2026-02-30 cannot be read; write it as 2026-11-03"],
    ["name,team", "Ana,Payments", "there is no column email: the first line must name the columns"],
  ])("%s / %s is refused", (header, row, why) => {
    const { rows, errors } = read(header, row);
    expect(rows).toEqual([]);
    expect(errors.map((error) => error.why)).toEqual([why]);
  });

  it("keeps the line of a row behind a cell of several lines, and the other rows", () => {
    const { rows, errors } = read(
      "email,name",
      '"ana@n.example","Ana\nBrandt"',
      "ben",
      "cem@n.example,Cem",
      "ana@n.example,A",
    );
    expect(rows.map(({ line, email }) => `${line} ${email}`)).toEqual(["2 ana@n.example", "5 cem@n.example"]);
    expect(errors).toEqual([
      { line: 4, why: "1 columns where the header has 2" },
      { line: 6, why: "ana@n.example stands in line 2 already" },
    ]);
  });

  it("may tell a person several times with different days", () => {
    expect(read("email,team,from", "ana@n.example,A,2026-01-01", "ana@n.example,B,2026-02-01").rows).toHaveLength(2);
  });
});

describe("a file of owners", () => {
  it("is read; a service without a team is nobody's", () => {
    expect(
      readServiceOwners("Service,Owner,Since\npayments-api,Payments,2026-11-03\ncron,,\n,Search,\na,b,soon"),
    ).toEqual({
      rows: [
        { line: 2, service: "payments-api", team: "Payments", fromDate: "2026-11-03" },
        { line: 3, service: "cron", team: null, fromDate: null },
      ],
      errors: [
        { line: 4, why: "the service is missing" },
        { line: 5, why: "the date soon cannot be read; write it as 2026-11-03" },
      ],
    });
  });
});
