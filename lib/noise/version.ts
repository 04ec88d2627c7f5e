/** Raised when any verdict could change on equal input. Every inferred verdict carries it. */
export const CLASSIFIER_VERSION = 7;
