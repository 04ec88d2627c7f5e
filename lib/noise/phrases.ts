/** "not expected" and "no false alarm" say the opposite. */
const NOT = "(?<!\\b(?:not|no|isn't|wasn't|never|un)\\s?(?:an?\\s|the\\s)?)";

const EXPECTED = new RegExp(
  `${NOT}\\b(?:(?:work(?:s|ing|ed)|behav(?:es|ing|ed)) as (?:expected|designed|intended)|by design|as designed|expected (?:behaviou?r|load|spike|during|with|because|due|after)|auto-?scal(?:e|ed|er|ing)(?: as usual| up| out)?|(?<!\\b(?:to|than|near|above|below|towards) )normal (?:load|behaviou?r|spike|peak|traffic|for|during|at|on|month|week|year|night|batch|run)|(?:this|that) is (?:just )?normal|(?:as|like) (?:usual|always|every (?:day|night|week|month)))\\b`,
  "i",
);

const NOISE = new RegExp(
  `${NOT}\\b(?:expected|known (?:issue|problem|noise|alert|flake|bug)|already known|noise|noisy|false (?:alarm|positive|alert)|self[- ]?(?:healed|resolved|recovered|cleared)|auto[- ]?(?:resolved|recovered)|(?:healed|resolved|recovered|cleared|went away|gone) (?:(?:by )?itself|on its own)|by design|as designed|flapping|flaky|transient|no action(?: needed| required| taken)?|nothing to do|can be ignored|safe to ignore)\\b`,
  "i",
);

/** Work that was announced. */
const PLANNED =
  /\b(?:we(?:'re| are) (?:just |currently |still )?(?:deploying|releasing|migrating|upgrading)|(?:deploy(?:ment)?|release|roll-?out|maintenance|migration|upgrade) (?:is )?(?:in progress|ongoing|under way|underway)|part of (?:the|a|our|planned|scheduled) (?:maintenance|deploy(?:ment)?|release|migration|upgrade|drill)|(?:during|because of|due to) (?:the |a |our )?(?:planned|scheduled) (?:maintenance|work|downtime))\b/i;

const THRESHOLD =
  /\b(?:too (?:sensitive|tight|aggressive|twitchy)|over-?sensitive|threshold (?:is |was )?(?:far |way |much )?(?:too|wrong)|(?:raise|relax|loosen|tune|adjust|bump)(?:d|ed)? (?:the |this )?(?:alert |alarm )?threshold)\b/i;

const FAULTY =
  /\b(?:(?:flaky|broken|faulty|bad|buggy) (?:check|probe|alert|monitor|health ?check|synthetic|exporter)|(?:check|probe|monitor|synthetic|exporter) (?:itself )?(?:is |was )?(?:broken|flaky|faulty|buggy|wrong)|false (?:alarm|positive|alert))\b/i;

/** What somebody did about a fault. An attempt or a plan is none. */
const FIX =
  /(?<!\b(?:not|n't|will|to|should|could|can|may|might|would|by itself|try|please|if|maybe|tried to|need to) (?:be )?)\b(?:restarted|rebooted|bounced|rolled (?:it )?back|rollback|reverted|re-?deployed|fix(?:ed)?(?! (?:itself|by))|hot-?fix(?:ed)?|patched|increased|raised|bumped|scaled|resized|extended|expanded|clean(?:ed)?(?: ?up)|freed|cleared (?:the |old |some )?(?:disk|cache|queue|space|logs?|backlog|lock)|deleted|removed|purged|truncated|failed over|drained|cordoned|killed|replaced|swapped|renewed|rotated|added|disabled|throttled|blocked|unblocked|re-?ran|re-?run|re-?started|(?:ran|run|kicked off|started|submitted) (?:it|this|them|the (?:\S+ )?(?:job|run|batch|import|export|report|sync|backup|build|task|script|query|pipeline|migration)s?) again|put the (?:old|previous|last|former|original) (?:\S+ ){1,3}back|put back the (?:old|previous|last|former|original)|re-?submitted|re-?processed|back-?filled|repaired|restored|vacuumed|flushed|evicted|reconfigured|corrected|updated|upgraded|mitigated|provisioned|recreated|re-?created|moved|migrated|stopped|promoted|re-?indexed|rebuilt|reset)\b/i;

/** What is written while nothing is done. */
const LOOKING =
  /\b(?:look(?:s|ed|ing)?|check(?:ed|ing)?|investigat(?:e|ed|ing)|monitor(?:ed|ing)|watch(?:ed|ing)|keep(?:ing)? an eye|dashboards?|graphs?|seems? (?:ok|fine|good|normal|stable)|all (?:good|fine|ok|okay|green|clear)|nothing (?:found|wrong|obvious|unusual|to see)|will (?:see|look|check|follow)|on it|ack(?:ed|nowledged)?|same as|waiting|no idea|not sure)\b/i;

const UPSTREAM =
  /\b(?:upstream|vendor|third[- ]party|3rd[- ]party|their (?:side|end|outage|incident|fix|problem|deploy)|(?:provider|aws|gcp|google cloud|azure|cloudflare|fastly|akamai|stripe|twilio|okta|github|isp|carrier)(?:'s|s)? (?:\S+ ){0,3}(?:outage|incident|issues?|problem|degradation|down|status)|(?:fixed|handled|resolved|owned|worked on) by (?:the )?(?:other|another|\S+) team|(?:dependency|other team)(?:'s)? (?:\S+ )?(?:fixed|outage|incident|down|problem))\b/i;

const IMPACT =
  /(?<!\b(?:no|without|zero|not|any) (?:\S+ )?)(?:\b(?:customers?|users?|client)[- ](?:impact|impacting|facing (?:outage|impact))\b|\b(?:customers|users) (?:are |were )?(?:affected|impacted|hit|seeing)\b|\bmajor incident\b|\bdeclared (?:a )?(?:sev|p|incident))/i;

const INFORMATION_WORD = /info|ok|success|succeeded|recovered|completed|finished/i;
const INFORMATION =
  /(?<!\b(?:not|no|un) ?)\b(?:info|information|informational|ok|success|successful|successfully|succeeded|recovered|completed|finished)\b/i;

const NO_DATA =
  /\bno[- ]?data\b|\bdatasource ?error\b|\bno (?:metrics?|samples?|datapoints?|data points?)\b|\bmissing data\b|\b(?:alert|rule|query|check|probe|plugin|script)[- ](?:execution |evaluation )?(?:error|failure|timed out|timeout)\b|\b(?:unknown|error) state\b|\bunknown:|\binsufficient data\b|^unknown\b|\bnot reporting\b/i;

/** A note of no more than this ("ok", "done") says nothing of a fix. */
const TELLING_LENGTH = 20;

/** The page was true and normal. */
export function isExpectedNote(note: string): boolean {
  return EXPECTED.test(note);
}

/** A note that says that nobody was needed. */
export function isNoiseNote(note: string): boolean {
  return NOISE.test(note) || EXPECTED.test(note) || PLANNED.test(note) || THRESHOLD.test(note) || FAULTY.test(note);
}

export function isThresholdNote(note: string): boolean {
  return THRESHOLD.test(note);
}

export function isFaultyNote(note: string): boolean {
  return FAULTY.test(note);
}

/** Done for safety's sake, or on something that was over: it fixed nothing. */
const PRECAUTION =
  /\b(?:just in case|to be (?:on the )?safe|on the safe side|no difference|already (?:down|gone|over|fine|back|green|clear))\b/i;

/** The note says what was done. `isNoise`: what `isNoiseNote` says of it, where that is known. */
export function isFixNote(note: string, isNoise?: boolean): boolean {
  return FIX.test(note) && !PRECAUTION.test(note) && !(isNoise ?? isNoiseNote(note));
}

/** A note that tells more than that somebody looked: long enough, no noise phrase, and of work if it speaks of looking. `isNoise` as above. */
export function isTellingNote(note: string, isNoise?: boolean): boolean {
  return (
    note.length > TELLING_LENGTH &&
    !PRECAUTION.test(note) &&
    !(isNoise ?? isNoiseNote(note)) &&
    (!LOOKING.test(note) || FIX.test(note))
  );
}

export function isUpstreamNote(note: string): boolean {
  return UPSTREAM.test(note);
}

export function isImpactNote(note: string): boolean {
  return IMPACT.test(note);
}

/** A title that tells good news or mere news. */
export function isInformationTitle(title: string): boolean {
  // The look-behind is tried at every letter, so the plain words come first.
  return INFORMATION_WORD.test(title) && INFORMATION.test(title);
}

/** A title that tells of a check without a result. */
export function isNoDataTitle(title: string): boolean {
  return NO_DATA.test(title);
}
