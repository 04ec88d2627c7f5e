import type { WorkCtx } from "@/db/ctx";
import type { Beyond } from "@/db/queries/alert-histories";
import { judgePortion, observePortion } from "./judge-portion";
import type { Hands, StoredLearnt } from "./judging-crew";
import { surroundPortion } from "./learn-surroundings";

/** Works on portions in this thread. */
export function ownHands(ctx: WorkCtx): Hands {
  let learnt: StoredLearnt | null = null;
  let beyond: Beyond | null = null;
  return {
    tell(known) {
      if (known.kind === "learnt") learnt = known.learnt;
      else beyond = known.beyond;
    },
    async work(task) {
      if (task.kind === "surround") {
        await surroundPortion(ctx, task.span, told(learnt));
        return [];
      }
      if (task.kind === "observe") return observePortion(ctx, task, told(beyond));
      await judgePortion(ctx, task.alerts, told(beyond));
      return [];
    },
  };
}

function told<T>(known: T | null): T {
  if (known === null) throw new Error("nobody told what these pages are judged with");
  return known;
}
