/** "not expected" and "no false alarm" say the opposite. */
const NOT = "(?<!\\b(?:not|no|isn't|wasn't|never|un)\\s?(?:an?\\s|the\\s)?)";

const EXPECTED = new RegExp(
  `${NOT}\\b(?:(?:work(?:s|ing|ed)|behav(?:es|ing|ed)) as (?:expected|designed|intended)|by design|as designed|expected (?:behaviou?r|load|spike|during|with|because|due|after)|auto-?scal(?:e|ed|ing)(?: as usual| up| out)?)\\b`,
  "i",
);

const NOISE = new RegExp(
  `${NOT}\\b(?:expected|known (?:issue|problem|noise|alert|flake|bug)|already known|noise|noisy|false (?:alarm|positive|alert)|self[- ]?(?:healed|resolved|recovered|cleared)|auto[- ]?(?:resolved|recovered)|(?:healed|resolved|recovered|cleared) (?:by )?itself|by design|as designed|flapping|flaky|transient|no action(?: needed| required| taken)?|nothing to do|can be ignored|safe to ignore)\\b`,
  "i",
);

const INFORMATION_WORD = /info|ok|success|succeeded|recovered/i;
const INFORMATION =
  /(?<!\b(?:not|no|un) ?)\b(?:info|information|informational|ok|success|successful|succeeded|recovered)\b/i;

/** The page was true and normal. */
export function isExpectedNote(note: string): boolean {
  return EXPECTED.test(note);
}

/** A note that says that nobody was needed. */
export function isNoiseNote(note: string): boolean {
  return NOISE.test(note) || EXPECTED.test(note);
}

/** A title that tells good news or mere news. */
export function isInformationTitle(title: string): boolean {
  // The look-behind is tried at every letter, so the plain words come first.
  return INFORMATION_WORD.test(title) && INFORMATION.test(title);
}
