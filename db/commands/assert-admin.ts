import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";

/** For what opens or shuts a way into the data. */
export function assertAdmin({ viewer }: Pick<Ctx, "viewer">): void {
  if (viewer.role !== "admin") throw new AppError("forbidden", "Only an admin changes sources and their secrets.");
}
