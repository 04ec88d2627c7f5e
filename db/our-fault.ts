/** SQLSTATE classes that speak of the data: cardinality, data, constraint, syntax, program limit. */
const ABOUT_DATA = /^(?:21|22|23|42|54)[0-9A-Z]{3}$/;

/** Whether an error is a fault of our code on this data. A database or network that fails is tried again instead. */
export function isOurFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== "string" || code.startsWith("ERR_") || ABOUT_DATA.test(code);
}
