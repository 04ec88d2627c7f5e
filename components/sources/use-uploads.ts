"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem } from "@/components/panels/view";
import type { Problem } from "@/components/queries/fetch-json";
import type { ImportView } from "@/lib/contract/sources";
import { upload } from "./upload";

export type Upload = {
  key: number;
  name: string;
  bytes: number;
  sent: number;
  problem: Problem | null;
  stop: () => void;
};

/** Files on their way, one after the other; once it has arrived, a file waits as a preview. */
export function useUploads(onArrived: (view: ImportView) => void) {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const line = useRef<Promise<void>>(Promise.resolve());
  const next = useRef(0);
  const arrived = useRef(onArrived);
  useEffect(() => {
    arrived.current = onArrived;
  });

  const change = useCallback((key: number, part: Partial<Upload>) => {
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }, []);
  const remove = useCallback((key: number) => setUploads((all) => all.filter((one) => one.key !== key)), []);

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = next.current++;
        const control = new AbortController();
        const stop = () => {
          control.abort();
          remove(key);
        };
        setUploads((all) => [...all, { key, name: file.name, bytes: file.size, sent: 0, problem: null, stop }]);
        line.current = line.current.then(async () => {
          if (control.signal.aborted) return;
          try {
            const view = await upload(file, (sent) => change(key, { sent }), control.signal);
            queries.setQueryData(["import", view.id], view);
            arrived.current(view);
            await queries.invalidateQueries({ queryKey: ["sources"] });
            remove(key);
          } catch (error) {
            if (!control.signal.aborted) change(key, { problem: asProblem(error) });
          }
        });
      }
    },
    [queries, change, remove],
  );
  return { uploads, add, remove };
}
