import type { Dice } from "./dice";

/** What people write. Lies are not meant as lies: they are what is typed while nothing is known yet. */
const NOTES = {
  fixed: [
    "restarted the consumer, lag is draining again",
    "rolled back to the previous build and the errors stopped",
    "raised the connection pool to 80",
    "bad node drained and replaced",
    "cleared 40 GB of rotated logs from the volume",
    "failover to the replica done, primary is being rebuilt",
    "killed a runaway query from the reporting job",
    "rotated the token that ran out",
    "patched the config and pushed it out",
    "purged the poison message, queue moves again",
    "restarted",
    "rolled back",
    "disk extended by 200G",
    "put the old certificate back until the new one is issued",
  ],
  chatter: [
    "looking",
    "checking",
    "on it",
    "checked dashboards",
    "having a look now",
    "checked dashboards and logs, nothing stands out so far",
    "same graph as last week, watching it for a while",
    "numbers are coming back, will keep an eye on it",
    "taking this one, also talking to the others in the channel",
    "ok",
    "watching the graph for the next half hour",
  ],
  harmless: [
    "false alarm",
    "nothing wrong here, the numbers are fine",
    "went away on its own before I got to the laptop",
    "flaky again",
    "no customer felt this, closing",
    "known blip, ignoring it",
    "not a real problem",
    "just noise, we should tune this",
    "transient, no action",
  ],
  normal: [
    "autoscaler catching up, normal",
    "expected during the import",
    "this is what the batch does every night",
    "normal month-end load",
    "works as designed, the cache is cold after the resize",
  ],
  /** A remedy that remedied nothing: it was over before. */
  placebo: [
    "restarted the pod to be on the safe side",
    "flushed the cache, graph was already down by then",
    "failed over just in case, no difference seen",
  ],
  planned: [
    "we are deploying right now",
    "part of the maintenance tonight",
    "release in progress, ignore",
    "this is us, moving the database",
  ],
  upstream: [
    "vendor has an outage, see their status page",
    "waiting for the network team, their incident covers this",
    "the provider is down, nothing to do from our side but wait",
    "platform is on it, this follows from their cluster problem",
  ],
  misrouted: [
    "this belongs to the other team, moving it",
    "not our service, handing it over",
    "wrong rota, the owners changed in spring",
  ],
  broken: [
    "the agent on that host is dead, the metric is missing and not the service",
    "check script is broken again",
    "probe cannot resolve its own name, service is fine",
  ],
  later: [
    "picked this up in the morning and replaced the disk",
    "could have waited, fixed it after stand-up",
    "re-ran the report this morning with the corrected input",
    "ordered more capacity, done today",
  ],
  handed: ["asked the database people to have a look with us", "two of us are on the bridge with the storage expert"],
  rerun: [
    "job failed on a lock, ran it again by hand and it went through",
    "repaired the input file and started the run again",
    "export was incomplete, re-ran it for the missing partition",
  ],
} as const;

export type Tone = keyof typeof NOTES;

export function noteOf(tone: Tone, dice: Dice): string {
  return dice.pick<string>(NOTES[tone]);
}
