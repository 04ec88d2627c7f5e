import { isLogOfNagios } from "./nagios/log-lines";
import { PROVIDER, ProblemLog } from "./nagios/problems";
import type { LinesFormat, Provider } from "./provider";

const log: LinesFormat = {
  shape: "lines",
  id: "nagios-log",
  label: "Nagios or Icinga log",
  matches: isLogOfNagios,
  reader: () => {
    const problems = new ProblemLog();
    return (line) => problems.read(line);
  },
};

/** Icinga 1 writes the same log, and Icinga 2 with its compat log. It comes as a file only. */
export const nagios: Provider = { id: PROVIDER, label: "Nagios", formats: [log] };
