import { AUDITED } from "@/lib/model/audit";
import { CHANGE_KINDS } from "@/lib/model/change";
import { CONNECTION_AUTHS, CONNECTION_KINDS } from "@/lib/model/connection";
import { DECISION_KINDS, LOOP_STATES, WATCH_OUTCOMES } from "@/lib/model/decision";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { ORGANISATION_ORIGINS } from "@/lib/model/organisation";
import { ENDINGS } from "@/lib/model/page";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, URGENCIES } from "@/lib/model/page-event";
import { MATCHER_OPERATORS } from "@/lib/model/scope";
import { PRIVACY_MODES } from "@/lib/model/settings";
import { SIGNATURE_KINDS, SPLIT_FIELDS } from "@/lib/model/signature-edit";
import { TREATMENT_KINDS } from "@/lib/model/treatment";
import { ORIGINS, REASONS, VERDICTS } from "@/lib/model/verdict";
import { WITHHELD_BECAUSE } from "@/lib/model/withheld";

const HIDDEN =
  "Why it is not told: small = fewer than 5 people stand behind it; remainder = with other figures it would tell of fewer than 5";
const WEEKS = "weeks = people without names are counted for whole calendar weeks alone";
const NOT_HIDDEN = "; null = it is told.";

const of = (words: readonly string[]) => words.join(" ");

/** What each choice of words means, by the words: a state reads the same wherever it stands. */
export const FIELD_CHOICES: Readonly<Record<string, string>> = {
  [of(VERDICTS)]:
    "actionable = it needed a person; noise = it needed nobody; unclear = too little evidence to say; null = not judged yet.",
  [of(REASONS)]:
    "The reason of the verdict, of the closed list in docs/metrics.md: actionable as far as wrong-team, noise from working-as-expected on; null = none is known.",
  [of(ORIGINS)]: "person = somebody judged it; inferred = the classifier did; null = not judged yet.",
  [of(DECISION_KINDS)]:
    "keep = it stays as it is; tune = its rule changes; silence = it is silenced for a time; reroute = others are paged; delete = its rule goes; fix = the cause is mended.",
  [of(TREATMENT_KINDS)]:
    "hold = a page waits and does not come if it cleared by then; merge = repeats within a time are one page; hold-and-merge = both; window = muted in hours of the week; ticket = a ticket instead of a page; drop = nothing comes; null = no setting was tried.",
  [of(LOOP_STATES)]:
    "flagged = waits for a decision; owned = waits, and somebody sees to it; decided = its change is still to be made; watching = looked at since the change; verified-quiet = stayed quiet; came-back = as loud as before; too-early = too few days or pages to tell; hid-something-real = an actionable page was withheld; kept = decided to stay; gone = ended before it took effect.",
  [of(WATCH_OUTCOMES)]:
    "verified-quiet = stayed quiet through the watch; came-back = as loud as before; too-early = too little happened to tell; hid-something-real = an actionable page was withheld, which outweighs the rest; null = the watch still runs.",
  "decided took-effect settled resettled reviewed ended":
    "decided = it was taken; took-effect = its change was made; settled = the watch ended; resettled = what it found changed by a later verdict; reviewed = looked at again; ended = it stands no more.",
  "standing expired withdrawn removed-elsewhere failed handed-out":
    "standing = in force there; expired = its time ran out; withdrawn = taken back here; removed-elsewhere = somebody took it out there; failed = the system refused it; handed-out = a change was given to be made by hand.",
  "review-passed quiet":
    "Why it counts as forgotten: review-passed = its review date passed and nobody looked; quiet = it fell quiet and nobody reviewed it; null = it is not forgotten.",
  "came-back noise louder new by-hand":
    "Why it is on the queue: it came back after a decision, is noise, became louder or new, or somebody put it there.",
  "new louder quieter gone":
    "new = never paged before; louder, quieter = more or less often than before, beyond chance; gone = fell silent.",
  [of(HOUR_CLASSES)]: "In whose own zone: sleep hours, business hours, or off = the rest.",
  [of(CHANNELS)]: "By what a message went; e-mail and chat interrupt nobody; null = it was no message.",
  [of(URGENCIES)]: "As the source has it; null = it tells none.",
  [of(ACTORS)]: "Who did it: a person, automation such as the monitoring or the pager itself, or nobody known.",
  [of(ENDINGS)]:
    "source = the monitoring cleared it; person = somebody closed it; timeout = the pager gave up on it; merge = it went into another page; unknown = it ended and nobody tells how; still-open = it has not ended.",
  [of(PAGE_EVENT_KINDS)]: "What happened to the page.",
  [of(CHANGE_KINDS)]:
    "deploy = a version went out; config = settings changed; rule-edit = an alert rule changed; maintenance = a window of planned work; scale = capacity changed; drill = an exercise.",
  "delivery import": "What it was read from: the body of a webhook or an answer of an API, or a file.",
  "delivery repeat import record":
    "delivery = a body that came; repeat = the same body again; import = a file; record = one record of a file.",
  "accepted ignored rejected": "accepted = it was read; ignored = of no concern; rejected = it could not be read.",
  "queued running waiting done failed stopped":
    "queued = begins soon; running = asks the source; waiting = the source asked to wait; done = all of it came; failed = given up, with the reason; stopped = somebody stopped it.",
  "uploading uploaded queued running judging done failed undoing undone":
    "uploading = its bytes still come; uploaded = waits to be confirmed; queued, running = is read; judging = its pages get their verdicts; done; failed = given up, with the reason; undoing, undone = what it alone told is taken back.",
  "uploading uploaded": "uploading = its bytes still come; uploaded = it waits to be confirmed.",
  "csv json": "csv = rows with a head; json = objects, in an array or one a line.",
  "signing header path api":
    "signing = signs a webhook's body; header = stands in a header; path = stands in the address; api = opens the source's API.",
  "signature header path":
    "How a delivery proves itself: by a signature over its body, a secret in a header, or a secret in the address.",
  [of(CONNECTION_KINDS)]: "The system: an Alertmanager, PagerDuty, or a repository of configuration files.",
  [of(CONNECTION_AUTHS)]: "How it is asked: without proof, by name and password, or by a bearer token.",
  [of(ORGANISATION_ORIGINS)]:
    "Who said it: somebody on the screen, a file, a provider, or the sample; somebody on the screen wins. Null = nobody said it.",
  "itself email hand":
    "How the account came to the person: it is the only one, has the same e-mail address, or somebody joined them.",
  "same-name same-mailbox same-email": "Why two people may be one: the same name, mailbox or whole e-mail address.",
  [of(PRIVACY_MODES)]:
    "team = people see their own team by name; leaders = they see only themselves, leaders everyone under them; aggregate = nobody is named but oneself.",
  [of(WITHHELD_BECAUSE)]: `${HIDDEN}; ${WEEKS}${NOT_HIDDEN}`,
  "small remainder weeks few": `${HIDDEN}; ${WEEKS}; few = fewer than 5 people were interrupted${NOT_HIDDEN}`,
  "small remainder weeks nothing": `${HIDDEN}; ${WEEKS}; nothing = there is nothing to count it over${NOT_HIDDEN}`,
  "small remainder part-weeks": `${HIDDEN}; part-weeks = people without names are counted for whole calendar weeks alone${NOT_HIDDEN}`,
  "uneven within-chance too-few too-many":
    "uneven = chance alone seldom shares it so; within-chance = it does; too-few, too-many = not tested, of too few or too many to test.",
  "uneven within-chance too-few-events too-few-people":
    "uneven = chance alone seldom shares it so; within-chance = it does; too-few-events, too-few-people = too few to test.",
  "more less no clear change":
    "Interruptions of the last 28 days against the 28 before; no clear change = within chance.",
  "good watch act":
    "Pages per person-week against the budgets: good = below watch, act = above act, watch = between; null = not to be told.",
  "yes escalation-only no not-known":
    "Whether they carry a pager: yes = on the first line; escalation-only = on further lines alone; no = on none; not-known = no schedule and no page tells.",
  "none platt isotonic":
    "How probabilities were put right by the verdicts of people: not at all, by a curve of two parameters, or by steps that only rise.",
  "day week": "What one point of the trend is: a local day or a week.",
  "minutes hours days count share times probability":
    "Unit of the threshold: times = a ratio; share and probability from 0 to 1.",
  "workspace team leader": "What the report is about: everything, one team, or the people under one leader.",
  "sentence figures changed worst due last-week load leaders unknown": "The part of the report.",
  "pages noise-share unclear-share interruptions sleep-interruptions off-interruptions business-interruptions disrupted-nights time-to-squash":
    "The figure: shares from 0 to 1, time-to-squash in days, the others counts.",
  "signature service team environment title urgency priority severity": "What of a page the matcher looks at.",
  [of(MATCHER_OPERATORS)]: "= equals, != does not; =~ matches the whole expression, !~ does not.",
  [of(SIGNATURE_KINDS)]:
    "What makes its pages one alert: rule = the source's rule; dedup = its key for repeats; title = a title with variable parts.",
  [of(SPLIT_FIELDS)]: "By what of its pages the alert can be split.",
  "merge split": "merge = two alerts became one; split = one became several.",
  "provider service environment severity": "In what the two differ, so that they are not proposed as one.",
  [of(AUDITED)]: "What was done or seen.",
};

/** What a yes means, by the name of the field. */
export const FIELD_SWITCHES: Readonly<Record<string, string>> = {
  canApply: "Whoever asks may apply it.",
  canChange: "Whoever asks may change it.",
  canMove: "Whoever asks may decide, assign and put off.",
  canReplay: "It can be read again: its body is still kept.",
  deleted: "The source was removed; what it told stays.",
  due: "Its review date is today or passed.",
  estimated: "Worked out from assignments, as no notification is known.",
  expired: "A silence past its expiry.",
  fellBack: "The model did worse than the plain share in this team: the plain share was stated instead.",
  hidden: "Some of them are not told, as they would be fewer than 5.",
  inForce: "It stands: neither ended nor replaced.",
  inTeam: "In the team that owns the alert.",
  isOverdue: "The day on which it was due is over.",
  isProposed: "Like enough to be proposed as the same alert.",
  isRollback: "An earlier version came back.",
  isSelf: "It is whoever asks.",
  isTop: "One of its pages of the last 90 days ended in the top priority.",
  mayChange: "Whoever asks may change it.",
  mayDecide: "Whoever asks may decide.",
  mayPublish: "Whoever asks may publish it, and the week is over.",
  maySettle: "Whoever asks may settle objections.",
  mine: "Whoever asks wrote it.",
  needsZone: "Some of its times name no zone: one is to be chosen.",
  over: "It is past: the week has ended, or the budget is passed.",
  ownerless: "A silence that nobody owns.",
  paused: "Deliveries are not taken for now.",
  sample: "It is the sample data, or holds them.",
  topPriority: "It ended in the top priority.",
  waiting: "It is kept and was not read yet.",
};
