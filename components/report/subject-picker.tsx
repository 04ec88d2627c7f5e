"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { reportsQuery } from "@/components/queries/reports";
import { Combobox } from "@/components/ui/combobox";
import type { ReportSubject } from "@/lib/contract/weekly-report";
import { reportHref } from "./report-href";

type Props = {
  /** Null = the list of weeks. */
  week: string | null;
  filter: ReportSubject;
  /** Of the subject, where it is known before the list is. */
  name: string | null;
};

/** Whose report: the workspace's, a team's, or that of the people under a leader. */
export function SubjectPicker({ week, filter, name }: Props) {
  const router = useRouter();
  const subject = { team: filter.team, leader: filter.leader };
  const { data } = useQuery(reportsQuery(subject));
  const value = filter.team ? `team ${filter.team}` : filter.leader ? `leader ${filter.leader}` : null;
  const listed = [
    ...(data?.teams ?? []).map((team) => ({ value: `team ${team}`, label: team })),
    ...(data?.leaders ?? []).map(({ id, label }) => ({ value: `leader ${id}`, label: `Under ${label}` })),
  ];
  const isListed = value === null || listed.some((option) => option.value === value);
  const own = { value: value ?? "", label: name ?? data?.subject.name ?? filter.team ?? "This leader" };
  return (
    <Combobox
      label="Whose report"
      none="The whole workspace"
      options={isListed ? listed : [own, ...listed]}
      value={value}
      onChange={(picked) => router.push(reportHref(week, subjectIn(picked)))}
      placeholder="Search teams and leaders"
      className="max-w-64"
    />
  );
}

function subjectIn(picked: string | null): ReportSubject {
  if (picked === null) return {};
  const [kind, ...rest] = picked.split(" ");
  return kind === "team" ? { team: rest.join(" ") } : { leader: rest.join(" ") };
}
