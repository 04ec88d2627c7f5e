"use client";

import type { Sources } from "@/lib/contract/sources";
import { ArrivedCard } from "./arrived-card";
import { DropZone } from "./drop-zone";
import { UnfinishedCard } from "./unfinished-card";
import { UploadCard } from "./upload-card";
import { useUploads } from "./use-uploads";
import { useWaiting } from "./use-waiting";
import { WaitingCard } from "./waiting-card";

type Props = { sources: Sources | null; zone: string };

/** Files from their drop to the start of their import: on their way, unfinished, arrived. */
export function ArrivingFiles({ sources, zone }: Props) {
  const [opened, setOpened] = useWaiting();
  const { uploads, add, remove } = useUploads(({ id, state }) => {
    // The first of several is opened; the others wait below it.
    if (state === "uploaded") setOpened((ids) => (ids.length > 0 ? ids : [id]));
  });
  const leave = (id: string) => setOpened((ids) => ids.filter((one) => one !== id));
  const sample = sources?.sample ?? false;
  const sending = new Set(uploads.filter(({ problem }) => !problem).map(({ id }) => id));
  const imports = sources?.imports ?? [];
  return (
    <>
      <DropZone onFiles={(files) => add(files)} />
      {uploads.map((upload) => (
        <UploadCard key={upload.key} upload={upload} zone={zone} onRemove={() => remove(upload.key)} />
      ))}
      {imports
        .filter(({ id, state }) => state === "uploading" && !sending.has(id))
        .map((item) => (
          <UnfinishedCard key={item.id} item={item} zone={zone} onFile={(file) => add([file], item)} />
        ))}
      {opened.map((id) => (
        <WaitingCard key={id} id={id} sample={sample} zone={zone} onLeave={() => leave(id)} />
      ))}
      {imports
        .filter(({ id, state }) => state === "uploaded" && !opened.includes(id))
        .map((item) => (
          <ArrivedCard
            key={item.id}
            item={item}
            sample={sample}
            onOpen={() => setOpened((ids) => [...ids.filter((one) => one !== item.id), item.id])}
          />
        ))}
    </>
  );
}
