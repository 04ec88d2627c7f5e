import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { Outcome } from "@/lib/providers/provider";
import { readCommand } from "./commands";
import { isWell, type LogLine, type NagiosObject, readLogText, splitLine } from "./log-lines";

export const PROVIDER = "nagios";

type Problem = { pageKey: string; isOpen: boolean; isAcknowledged: boolean };
type Act = Pick<PageEvent, "kind" | "by"> & Partial<Pick<PageEvent, "person" | "channel" | "note">>;

/**
 * Reads one log from its beginning. A line names only the host and the service: to which of their problems it belongs is
 * known from the lines before it, so a problem is the page from its first line on.
 */
export class ProblemLog {
  private readonly problems = new Map<string, Problem>();

  read(line: string): Outcome {
    const split = splitLine(line);
    if (!split) return rejected("has no time: a line begins with seconds in brackets, such as [1427925600]");
    const entry = readLogText(split.text);
    const at = Number(split.seconds) * 1000;
    switch (entry.kind) {
      case "none":
        return ignored(entry.why);
      case "wrong":
        return rejected(entry.why);
      case "alert":
        return this.alert(entry, at);
      case "notification":
        return this.notification(entry, at);
      case "command":
        return this.command(entry.name, entry.args, at);
      default:
        return entry satisfies never;
    }
  }

  private alert({ of, state, isHard }: Extract<LogLine, { kind: "alert" }>, at: number): Outcome {
    if (!isHard) return ignored("SOFT: the check is tried again before anybody is paged");
    const open = this.openProblem(of);
    if (isWell(state)) {
      if (!open) return ignored(`${state}: ${this.whyNoEnd(of)}`);
      open.isOpen = false;
      return accepted(of, open, at, [{ kind: "resolved", by: "automation" }], {});
    }
    if (open) return ignored(`${state}: its page is open already`);
    return accepted(of, this.begin(of, at), at, [{ kind: "triggered", by: "automation" }], { priority: state });
  }

  private notification(line: Extract<LogLine, { kind: "notification" }>, at: number): Outcome {
    const { of, about, state, contact, channel } = line;
    const notice: Act = { kind: "notified", by: "automation", person: contact, channel };
    const open = this.openProblem(of);
    if (about === "PROBLEM") {
      if (open) return accepted(of, open, at, [notice], {});
      const opening: Act = { kind: "triggered", by: "automation" };
      return accepted(of, this.begin(of, at), at, [opening, notice], { priority: state });
    }
    if (about === "ACKNOWLEDGEMENT") {
      const problem = open ?? this.begin(of, at);
      const isNews = !problem.isAcknowledged;
      problem.isAcknowledged = true;
      return accepted(of, problem, at, isNews ? [{ kind: "acknowledged", by: "unknown" }, notice] : [notice], {});
    }
    if (about === "RECOVERY") {
      const last = open ?? this.problems.get(keyOf(of));
      if (!last) return ignored(`${state}: the log does not hold the beginning of what ends here`);
      last.isOpen = false;
      return accepted(of, last, at, open ? [notice, { kind: "resolved", by: "automation" }] : [notice], {});
    }
    if (!open) return ignored(`${about} (${state}): a message while no problem is open`);
    return accepted(of, open, at, [notice], {});
  }

  private command(name: string, args: string, at: number): Outcome {
    const command = readCommand(name, args);
    if (command.kind === "none") return ignored(command.why);
    if (command.kind === "wrong") return rejected(command.why);
    const { of } = command;
    const open = this.openProblem(of);
    if (command.kind === "acknowledged") {
      // Only what is wrong can be acknowledged, so it began before this log does.
      const problem = open ?? this.begin(of, at);
      problem.isAcknowledged = true;
      return accepted(of, problem, at, [actOf(command)], {});
    }
    if (!open) return ignored(`${name}: no problem of it is open`);
    if (command.kind === "annotated") return accepted(of, open, at, [actOf(command)], {});
    open.isAcknowledged = false;
    return accepted(of, open, at, [{ kind: "unacknowledged", by: "unknown" }], {});
  }

  private whyNoEnd(of: NagiosObject): string {
    return this.problems.has(keyOf(of))
      ? "its page has ended already"
      : "the log does not hold the beginning of what ends here";
  }

  private openProblem(of: NagiosObject): Problem | null {
    const problem = this.problems.get(keyOf(of));
    return problem?.isOpen ? problem : null;
  }

  private begin(of: NagiosObject, at: number): Problem {
    const problem = { pageKey: `${keyOf(of)}@${at / 1000}`, isOpen: true, isAcknowledged: false };
    this.problems.set(keyOf(of), problem);
    return problem;
  }
}

/** Neither name can hold a semicolon. */
function keyOf({ host, service }: NagiosObject): string {
  return service === null ? host : `${host};${service}`;
}

function actOf({ kind, author, comment }: { kind: Act["kind"]; author: string; comment: string }): Act {
  const who = author.trim();
  const note = comment.trim();
  return {
    kind,
    by: who === "" ? "unknown" : "person",
    ...(who === "" ? {} : { person: who }),
    ...(note === "" ? {} : { note }),
  };
}

function accepted(of: NagiosObject, { pageKey }: Problem, at: number, acts: readonly Act[], more: PageFacts): Outcome {
  const collector = new Collector(PROVIDER);
  const facts: PageFacts = { title: of.service ?? of.host, service: of.host, dedup: keyOf(of), ...more, asOf: at };
  for (const { person, ...act } of acts) {
    const who = person === undefined ? {} : { person: collector.named(person) };
    collector.snapshot("log", { pageKey, at, ...act, ...who, facts });
  }
  return collector.accepted();
}
