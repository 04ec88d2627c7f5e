/** Something the caller can act on. Anything else that is thrown is a bug: logged whole, opaque outside. */
export class AppError extends Error {
  constructor(
    readonly code: "invalid" | "unauthorised" | "forbidden" | "not-found" | "conflict" | "too-large" | "too-many",
    message: string,
  ) {
    super(message);
    this.name = "AppError";
  }
}
