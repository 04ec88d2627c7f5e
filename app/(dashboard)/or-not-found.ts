import { notFound } from "next/navigation";
import { AppError } from "@/lib/errors";

/** What does not exist is answered with 404. Any other failure is left to the panel, which asks again and says it. */
export async function orNotFound(fetched: Promise<unknown>): Promise<void> {
  try {
    await fetched;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
  }
}
