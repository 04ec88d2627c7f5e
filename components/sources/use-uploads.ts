"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem } from "@/components/panels/view";
import type { Problem } from "@/components/queries/fetch-json";
import type { ImportView } from "@/lib/contract/sources";
import { FileUpload, type Progress, type Unfinished } from "./file-upload";

export type Upload = Progress & {
  key: number;
  name: string;
  bytes: number;
  problem: Problem | null;
  pause: () => void;
  goOn: () => void;
  /** Stops it and forgets what has arrived. */
  cancel: () => void;
};

/** Files on their way; once it has arrived, a file waits for its import. */
export function useUploads(onArrived: (view: ImportView) => void) {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const next = useRef(0);
  const arrived = useRef(onArrived);
  useEffect(() => {
    arrived.current = onArrived;
  });

  const remove = useCallback((key: number) => setUploads((all) => all.filter((one) => one.key !== key)), []);

  const send = useCallback(
    async (file: File, unfinished: Unfinished | null) => {
      const key = next.current++;
      const change = (part: Partial<Upload>) =>
        setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
      const listAgain = () => queries.invalidateQueries({ queryKey: ["sources"] });
      const sending = new FileUpload(file, change, unfinished);
      const cancel = () => {
        remove(key);
        // One that the server has forgotten itself is gone as well.
        void sending.cancel().then(listAgain, listAgain);
      };
      const actions = { pause: () => sending.pause(), goOn: () => sending.goOn(), cancel };
      setUploads((all) => [...all, { ...AT_START, ...actions, key, name: file.name, bytes: file.size }]);
      try {
        const view = await sending.run();
        if (view) {
          queries.setQueryData(["import", view.id], view);
          arrived.current(view);
        }
        remove(key);
        await listAgain();
      } catch (error) {
        if (!sending.stopped) change({ problem: asProblem(error) });
        await listAgain();
      }
    },
    [queries, remove],
  );
  const add = useCallback(
    (files: readonly File[], unfinished: Unfinished | null = null) => {
      for (const file of files) void send(file, unfinished);
    },
    [send],
  );
  return { uploads, add, remove };
}

const AT_START = { phase: "waiting", done: 0, rate: null, id: null, known: null, problem: null } as const;
