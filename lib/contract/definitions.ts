/** What a figure means: one text for the card beside it, for docs/metrics.md and for the API. */
export type Definition = {
  name: string;
  /** What is counted, and how. */
  text: string;
  /** What is not in it. */
  leftOut?: string;
};

export const DEFINITIONS = {
  "noise-share": {
    name: "Noise share",
    text: "Noise pages among the pages that could be judged: noise ÷ (noise + actionable). The range beside it is the 95 % interval (Wilson): with few pages it is wide. A page is noise when nobody was needed.",
    leftOut: "unclear pages, pages not judged yet, test pages.",
  },
  "interruption-noise": {
    name: "Noise share of interruptions",
    text: "Noise interruptions among those that could be judged: noise ÷ (noise + actionable). An interruption is noise when all its pages are, actionable when any is. The range beside it is the 95 % interval (Wilson).",
    leftOut: "unclear interruptions, those not judged yet, test pages.",
  },
  "unclear-share": {
    name: "Unclear share",
    text: "Pages with too little evidence to call them noise or actionable, among all judged pages. They are never folded into the noise share.",
    leftOut: "test pages, pages not judged yet.",
  },
  interruptions: {
    name: "Interruptions",
    text: "Messages by push, SMS or phone to one person; those within 60 s of the one before count once. Where a source has no notifications they are worked out from assignments and marked estimated.",
    leftOut: "email and chat, test pages.",
  },
  "hour-class": {
    name: "Hour classes",
    text: "Taken in the zone of the person who was interrupted. Sleep hours are 22:00–08:00 every day; business hours 08:00–18:00 on working days; the rest is off hours. Each interruption is in exactly one class.",
  },
  "disrupted-nights": {
    name: "Disrupted nights",
    text: "Local nights of one person with at least one interruption in sleep hours (22:00–08:00 in their zone). Two people woken in the same night are two disrupted nights. A night is of the date on which it begins: 03:00 on Monday is Sunday’s.",
    leftOut: "email and chat, test pages.",
  },
  "short-rest": {
    name: "Short rest",
    text: "A disrupted night that left less than 11 hours of rest in one piece, counted over the 24 hours from the end of business hours before it: what is interrupted by no page and lies outside business hours. Eleven hours in every 24 is the daily rest of Directive 2003/88/EC; here it is a measure, no legal advice. How long a page kept somebody up is not known, so the rest was at most so long.",
    leftOut: "email and chat; nights with nothing but test pages.",
  },
  "time-to-acknowledge": {
    name: "Median time to acknowledge",
    text: "From the opening of a page to its first explicit acknowledgement: half took less, half took more. Reassigning, escalating or resolving is no acknowledgement.",
    leftOut: "pages that nobody acknowledged, which are counted beside it, and pages from sources that cannot tell.",
  },
  pages: {
    name: "Pages",
    text: "One occasion on which people were paged, however many messages it sent. Counted on the day it opened, in the zone shown.",
    leftOut: "test pages, unless they are named.",
  },
  pain: {
    name: "Pain",
    text: "Interruptions by noise pages, weighted by the hour: 3 for sleep hours, 2 for off hours, 1 for business hours. It orders the alerts; the three counts stand beside it.",
    leftOut: "interruptions by actionable and unclear pages.",
  },
  triage: {
    name: "Flagged for a decision",
    text: "Alerts whose pages of the last 28 days are noise for at least half of them with a certainty of 95 % and that made 5 pages, 3 interruptions or a disrupted night; alerts that are new or became louder with 5 pages; and those that came back after a decision. They are looked through after judging, and once a day. One that a person calls actionable, or that falls under 3 pages, 2 interruptions and any disrupted night, leaves by itself.",
    leftOut: "alerts about which a decision is in force, unless they came back; test pages.",
  },
  "triage-pain": {
    name: "Pain of an alert on the queue",
    text: "All its interruptions in the range, 3 for sleep hours, 2 for off hours, 1 for business hours unless set, times the probability that a page of it is noise.",
    leftOut: "email and chat, test pages.",
  },
  "top-ten": {
    name: "Share of the top ten",
    text: "How much of all interruptions by noise pages the ten signatures with most pain cause. A high share means that a few changes help much.",
  },
  "what-if": {
    name: "What-if",
    text: "Past openings replayed under a treatment. Hold takes away what its source cleared within the time before anybody acted, and brings the rest so much later; merge joins what comes back in under the time after a clear. What a person or nobody known ended always stays. Interruptions are folded again with everything else that rang the same people.",
    leftOut: "test pages. Actionable lost says at worst: all unclear pages that would be away count as actionable.",
  },
  "best-set": {
    name: "Best set",
    text: "For each alert of the team, over 90 days, the smallest setting that loses no actionable page, chosen on the earlier part and shown on the last third, at most 28 days. All of them are replayed together with everything that rang the same people; a setting that spares nobody anything beside the others is put back.",
    leftOut: "test pages; alerts with under 10 openings on either side, or that no setting quiets without a loss.",
  },
  verdict: {
    name: "Verdict",
    text: "Actionable: a person was needed. Noise: nobody was. Unclear: too little is known. Each comes with its reason, the probability that the page was actionable, and the findings it rests on. A verdict given by a person always wins; the inferred one stays visible beside it.",
  },
  reasons: {
    name: "Reasons",
    text: "Why a page has its verdict, from a closed list of seventeen. A page has one reason; a reason decides what would quieten the alert.",
  },
  signature: {
    name: "Signature",
    text: "What makes pages one alert: their source, service and environment, and the rule that fired or the title they opened with, its variable parts masked. Severities, environments, codes and limits are never masked. People can merge and split alerts; that can be undone, and what they said of them stays.",
  },
  findings: {
    name: "Findings",
    text: "What a detector claims, with the numbers it counted, the thresholds it used and the pages it is about, so that the claim can be checked by hand.",
  },
  trend: {
    name: "Pages by verdict",
    text: "Pages counted in the period they opened, by verdict. Bars start at zero. Pages not judged yet are shown apart.",
    leftOut: "test pages.",
  },
  "became-noisy": {
    name: "Became noisy since",
    text: "New: its first page came in the last 28 days, after 28 days in which its source told of others. Louder or quieter: its pages a day changed beyond chance in the last 28 days; those within an hour count once, and weekdays are evened out. Gone: silent for so long that its latest rate would have made five pages. The dates are a 95 % range, and so are the rates. A change beside it lies within two days of them: a candidate, not a cause.",
    leftOut: "test pages, and what lies more than 180 days before the end of the range.",
  },
  explain: {
    name: "Explain",
    text: "All that the verdict rests on, to be checked by hand: the numbers beside the thresholds they are held against, what speaks against it, what would change it, and the other pages that were looked at, ten at most.",
  },
  thresholds: {
    name: "Thresholds",
    text: "What a detector holds its numbers against. A team's own value wins over that of the workspace, and that over the default. A change judges again the alerts that it concerns, past pages included; what people said stays.",
  },
  "weekday-hour": {
    name: "Weekday and hour",
    text: "Pages of this alert by the weekday and hour they opened, in the zone shown. A clock pattern shows as one dark cell or column.",
  },
  durations: {
    name: "How long it stayed open",
    text: "From opening to end of a page. Half of the pages were shorter than the median, 95 in 100 shorter than p95.",
    leftOut: "pages still open and pages whose end is not known.",
  },
  woken: {
    name: "Who was woken",
    text: "People with an interruption in the range, by name. Counts by hour class are in their own zone. A night counts when it had an interruption in sleep hours.",
    leftOut: "people without an interruption in the range.",
  },
  effort: {
    name: "Response effort",
    text: "Minutes that a page took its responder: in their own words, else estimated from their acknowledgement to the end of the page, or to the last thing they did on it, at most four hours.",
    leftOut: "pages on which neither is known, which are counted beside it; test pages.",
  },
  viewers: {
    name: "Who looked at my load",
    text: "Each answer of Squelch that named your load or pages to somebody else, from the audit log, put together by person, screen and day.",
    leftOut: "your own views, and sums in which you are one of five or more.",
  },
  objection: {
    name: "Remarks",
    text: "What a person says about their own figures. Nothing changes by it: an admin or a leader looks into it, settles it with an answer, and both stay beside the figures.",
  },
  ledger: {
    name: "Ledger",
    text: "Every record received has one end: stored, duplicate (already known), ignored (nobody was paged; the reason is kept) or rejected (could not be read; its place and the reason are kept). The four add up to received.",
  },
  refused: {
    name: "Refused at the door",
    text: "Requests that were turned away before anything was kept: a wrong signature, a body over the limit, a full spool. They were never received, so they stand beside the ledger and may be a loss. Each is counted with its reason and the status it was answered with.",
  },
  accounts: {
    name: "People and accounts",
    text: "Each provider has its own account of a person. Accounts with the same e-mail address are one person by themselves; others are joined and taken apart by hand here. Events keep the account they name, so every figure follows at once, also for the past.",
  },
  votes: {
    name: "Votes",
    text: "Weak pieces of evidence, as log-odds: minus speaks for noise, plus for actionable. They add up; of what is over 4 either way a fiftieth counts. In a team of under 30 pages only the strongest of each family counts.",
  },
  "model-record": {
    name: "How right are we",
    text: "What was said of pages before a person judged them, held against what the person then said; of the newest 1,000 words. Verdicts and predictions have records of their own. Intervals draw whole alerts, because pages of one alert are not independent.",
    leftOut: "pages that people judged unclear or test, and words on whole alerts.",
  },
  "record-precision": {
    name: "Precision",
    text: "Of the judged pages of which it was said, the share of which people said the same.",
    leftOut: "pages that people judged unclear or test.",
  },
  "record-recall": {
    name: "Recall",
    text: "Of the pages of which people said it, the share of which it had been said before. An actionable page that was left unclear is kept, not lost: the share not called noise counts it.",
    leftOut: "pages that people judged unclear or test.",
  },
  "record-agreement": {
    name: "Agreement with people",
    text: "Of the pages that were not left unclear, the share on which people said the same. Kappa (Cohen) takes off what chance alone gives: 1 is full agreement, 0 no better than chance.",
    leftOut: "pages that were left unclear.",
  },
  "record-calibration": {
    name: "Calibration error and Brier skill",
    text: "Calibration error: how far what was said lies from what came true, on average over ten groups of pages; even a perfect model shows about .05 on 200 verdicts. Of verdicts it is of the probability before calibration. Brier skill: 1 is perfect, 0 no better than stating the plain share for every page, below 0 worse.",
  },
  "record-ranking": {
    name: "Average precision",
    text: "How well actionable pages were ranked above noise: without any skill it equals the share of actionable pages, which stands below it.",
  },
  prediction: {
    name: "Prediction",
    text: "How likely it was, as the page opened, that it would be actionable. It uses only what was known before: earlier pages of the alert, the verdicts given by then, and the page's own title and service. It is worked out again where history arrives late. Nothing counts it as a verdict.",
  },
  "leader-pager": {
    name: "Carries a pager",
    text: "Yes: on call at the first line, or paged by it in the range. Escalation only: on call at further lines alone, or paged by escalation or reassignment alone. No: not on call and not paged. Not known: not paged, and no schedule is known of the leader or of anybody under them. Last rang looks at all of the history.",
    leftOut: "email and chat, test pages.",
  },
  "leader-own": {
    name: "Own pages",
    text: "Pages that interrupted the leader, each on the day it first did: those of the first line apart from those escalated or reassigned to them. Beside them the median and the worst of the people they lead: over those on call or, where no schedule is known, over those who were paged. The worst is one person's number, so it is shown only to those who may see all of them by name. Rates are pages per 24 hours on call with the 95 % interval (Garwood).",
    leftOut: "email and chat, test pages.",
  },
  "leader-pages": {
    name: "Pages under a leader",
    text: "Distinct pages that interrupted anybody under the leader, each counted once, on the workspace's day of their opening. Who was under whom is taken as it was on that day. The share of noise has the 95 % interval (Wilson); pages of one alert come together, so it is rather too narrow.",
    leftOut: "test pages, pages that told by email or chat alone, and the leader's own.",
  },
  "leader-nights": {
    name: "Disrupted nights a head",
    text: "Disrupted nights of the people under the leader, divided by those who were on call or, where no schedule is known, by those who were paged. Median and most are over the same people.",
    leftOut: "email and chat, test pages.",
  },
  "leader-trend": {
    name: "Pages, 28 days against the 28 before",
    text: "Whole days, ending with the range or yesterday. Rising or falling is said only where the exact 95 % interval of the ratio leaves 1 out; else it is no clear change.",
    leftOut: "test pages. Nothing is said with less than 56 days of history.",
  },
  "leader-fairness": {
    name: "Shared fairly",
    text: "Whether the disrupted hours of the people on call lie as chance would spread them over their hours on call (chi-square; 10,000 seeded draws where somebody would expect fewer than 5). Uneven is said only below .05. A storm is one disrupted hour, not ten events. Where no schedule is known everybody who was paged counts alike.",
    leftOut: "fewer than 20 events or 2 people; more than 100 people, who are no one rota; test pages.",
  },
  "leader-beside": {
    name: "Two organisations",
    text: "The same figures of the people under two leaders, a head where sizes differ. A head means divided by everybody under the leader in the range; nights by those on call or paged. They are counted, not ranked, and nobody in them is told apart.",
  },
  "not-mine": {
    name: "Not mine",
    text: "Pages that interrupted people under the leader although none of those interrupted is in the team that owns the service: its owner on that day, else the team that the page names. Handed on: after the first people were interrupted, an escalation or reassignment interrupted people of a team not interrupted before; each such team is a step.",
    leftOut: "test pages; pages whose owner, or whose people's teams, are not known, are counted beside it.",
  },
  "person-load": {
    name: "Load of people",
    text: "Interruptions of each person by hour class, in their own zone; noise share is that of the interruptions that could be judged. A night counts where it began: what rang on the first morning belongs to the night before the range. Pages a week: distinct pages that interrupted the person, per week of the range. On-call hours come from schedules, overlaps once; the rate is interruptions per 24 of them, with its 95 % interval (Garwood). People whom you may not see by name are in the sum.",
    leftOut: "email and chat, test pages; people who were neither interrupted, paged nor on call.",
  },
  "disrupted-hours": {
    name: "Disrupted hours",
    text: "Distinct clock hours of one person with at least one interruption. An hour that a clock change repeats counts twice.",
    leftOut: "email and chat, test pages.",
  },
  "waking-alerts": {
    name: "What woke people",
    text: "The five alerts with most interruptions in sleep hours. Noise share is that of their interruptions that could be judged, with its 95 % interval (Wilson). Nights are counted per person.",
    leftOut: "email and chat, test pages.",
  },
  "load-trend": {
    name: "Interruptions per week",
    text: "Whole weeks from Monday to Sunday on the dates of the people interrupted, by hour class; the shaded ones are those of the range.",
    leftOut: "weeks that are not over, weeks before the first interruption known, test pages.",
  },
  "load-heat": {
    name: "When it rings",
    text: "Interruptions by weekday and clock hour, both as the clock of the person interrupted showed them.",
    leftOut: "email and chat, test pages.",
  },
  "team-load": {
    name: "Load of teams",
    text: "Noise share: pages of the team's services. The other figures are of its people, on the days they were in it. Incidents a shift: problems, not pages (repeats, consequences of another page and what flaps on one day count once), of 21 days per 12 covered first-line hours; without a schedule one seat round the clock is assumed and marked estimated. Shared: incidents per person against on-call hours, or equal parts where no hours are known; uneven only if chance gives it less than 5 times in 100. Trend: 28 days against the 28 before, a change only if the 95 % interval of the ratio leaves 1 out.",
    leftOut:
      "test pages. Under 20 incidents nothing is said of how it is shared; figures about people need 5 of them, or all of them named to you.",
  },
  decisions: {
    name: "Decisions",
    text: "Keep, tune, silence, reroute, delete or fix an alert, with an owner, a reason, a scope and a date on which somebody looks at it again. Its forecast is the what-if of its treatment on the 90 days before it, on what a setting is chosen on and what it is shown on: the share that a suggestion expects. From when it takes effect it is watched until three pages were to be expected at the rate before (28 days). Verified quiet: so few come by chance in under 5 % of such spans, no more came than the forecast allows, and nothing actionable is hidden. Came back: more came. Else it is too early to tell. Fact: what came, counted the same way.",
    leftOut: "test pages; time after the last page that its source told of, which proves nothing.",
  },
  "time-to-squash": {
    name: "Time to squash",
    text: "From when an alert was first flagged to the end of the watch that showed it verified quiet, however many decisions that took: half took less. Of watches that ended in the last 90 days.",
    leftOut: "alerts that are not verified quiet, which are counted beside it, and those that were kept.",
  },
  silences: {
    name: "Silences to look at",
    text: "Expired: its time is over, and it is not ended or still stands elsewhere. Without an owner: nobody answers for it. Forgotten: its review date has passed without a review, or it was not heard for 14 days. Target of each: 0. A review is due from three days before its date on, of any decision. A silence ends by itself at its expiry, when a page is more severe than any before, when it pages at three times its rate before, and when a page in the top priority opens on its service.",
  },
  squashed: {
    name: "Silenced last week: did it work?",
    text: "Decisions of the range after which an alert is expected to page less, and what their watches found. One that another decision took the place of is left to that one. Each opens its alert, with the pages of the watch.",
    leftOut: "alerts that were kept.",
  },
  activity: {
    name: "What happened",
    text: "Decisions, reviews, ends and outcomes, the last first, with who made them. Squelch itself settles watches and ends silences. What was undone is not in it.",
  },
} as const satisfies Record<string, Definition>;

export type DefinitionId = keyof typeof DEFINITIONS;
