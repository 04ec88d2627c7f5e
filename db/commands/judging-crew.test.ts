import { expect, it } from "vitest";
import { Crew, type Done, type Helper, type Known, type Task } from "./judging-crew";

const tasks = (count: number): Task[] =>
  Array.from({ length: count }, (_, nth) => ({ kind: "judge", alerts: [String(nth)] }));

const LEARNT: Known = { kind: "learnt", learnt: {} };
const BEYOND: Known = {
  kind: "beyond",
  beyond: { labelled: [], bulkClosed: new Set(), learnt: {}, names: new Map() },
};

type Log = { told: Known[]; begun: string[]; ended: boolean };

/** Works on a task for some turns of the loop; on one of them it fails. */
function handsOf(log: Log, failsAt: string | null = null): Helper {
  return {
    tell: (known) => {
      log.told.push(known);
    },
    async work(task) {
      const name = task.kind === "surround" ? "" : (task.alerts[0] ?? "");
      log.begun.push(name);
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
      if (name === failsAt) throw new Error(`no ${name}`);
      return [] as Done;
    },
    end: async () => {
      log.ended = true;
    },
  };
}

const logOf = (): Log => ({ told: [], begun: [], ended: false });

it("divides the tasks, each once, between this thread and a helper", async () => {
  const [own, helper] = [logOf(), logOf()];
  const crew = new Crew(handsOf(own), () => handsOf(helper));
  crew.expect(1);
  let done = 0;
  await crew.work(tasks(21), () => {
    done += 1;
  });
  expect(done).toBe(21);
  expect([...own.begun, ...helper.begun].sort()).toEqual(
    tasks(21)
      .flatMap((task) => (task.kind === "judge" ? task.alerts : []))
      .sort(),
  );
  expect(own.begun.length).toBeGreaterThan(5);
  expect(helper.begun.length).toBeGreaterThan(5);
  await crew.end();
  expect(helper.ended).toBe(true);
});

it("asks for a helper with the number of pages, and tells it all that was told before", async () => {
  const [own, helper] = [logOf(), logOf()];
  const asked: number[] = [];
  const crew = new Crew(handsOf(own), (pages) => {
    asked.push(pages);
    return pages > 10 ? handsOf(helper) : null;
  });
  crew.tell(LEARNT);
  crew.expect(10);
  await crew.work(tasks(4), () => {});
  expect(helper.begun).toEqual([]);
  crew.expect(11);
  crew.expect(12);
  crew.tell(BEYOND);
  expect(asked).toEqual([10, 11]);
  expect(helper.told).toEqual([LEARNT, BEYOND]);
  expect(own.told).toEqual([LEARNT, BEYOND]);
});

it("begins nothing more after a failure, and waits for what was begun", async () => {
  const own = logOf();
  let done = 0;
  const work = new Crew(handsOf(own, "1")).work(tasks(9), () => {
    done += 1;
  });
  await expect(work).rejects.toThrow("no 1");
  expect(own.begun).toEqual(["0", "1", "2"]);
  expect(done).toBe(2);
});

it("stops between two tasks when it is enough", async () => {
  const own = logOf();
  await new Crew(handsOf(own)).work(
    tasks(9),
    () => {},
    () => own.begun.length >= 4,
  );
  expect(own.begun).toEqual(["0", "1", "2", "3"]);
});
