"use client";

import { Button, buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { Popover } from "@/components/ui/popover";
import { fileName } from "@/lib/export/file-name";
import type { FigureTable } from "./table";
import { madeNow, useCaption } from "./use-caption";

type Props = {
  title: string;
  sentence: string;
  table: FigureTable;
  /** What is drawn, top to bottom; null while the table is shown instead. */
  parts: () => readonly HTMLElement[] | null;
};

/** Takes a figure to a retro: as a picture, as its numbers, or as text. */
export function ExportMenu({ title, sentence, table, parts }: Props) {
  const { caption, subject, zone } = useCaption(title, sentence);
  const act = (what: (kit: Kit) => Promise<void> | void) => async (close: () => void) => {
    close();
    try {
      await what({ ...(await import("./hand-out")), ...(await import("./table-text")) });
    } catch (error) {
      notify(error instanceof Error && error.message ? error.message : "The browser did not allow it.");
    }
  };
  const drawn = () => {
    const found = parts();
    if (!found) throw new Error("Show the chart first: the table is on the screen.");
    return found;
  };
  const choices = {
    "Copy picture": act(async ({ pngBlob }) => {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": pngBlob(drawn(), caption(madeNow(zone))) })]);
      notify("The picture is copied.");
    }),
    PNG: act(async ({ pngBlob, download }) =>
      download(await pngBlob(drawn(), caption(madeNow(zone))), fileName(subject, "png"), "image/png"),
    ),
    SVG: act(({ svgText, download }) =>
      download(svgText(drawn(), caption(madeNow(zone))), fileName(subject, "svg"), "image/svg+xml"),
    ),
    CSV: act(({ csvOf, download }) =>
      download(csvOf(table, caption(madeNow(zone))), fileName(subject, "csv"), "text/csv"),
    ),
    "Copy as Markdown": act(async ({ markdownOf }) => {
      await navigator.clipboard.writeText(markdownOf(table, caption(madeNow(zone))));
      notify("The table is copied as Markdown.");
    }),
  };
  return (
    <Popover
      label={`Take along: ${title}`}
      trigger="Take along"
      triggerLabel={`Take along: ${title}`}
      triggerClass={buttonClass("quiet", "small")}
      className="p-1"
    >
      {(close) => (
        <ul>
          {Object.entries(choices).map(([name, choose]) => (
            <li key={name}>
              <Button look="quiet" size="small" className="w-full justify-start" onClick={() => void choose(close)}>
                {name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

type Kit = typeof import("./hand-out") & typeof import("./table-text");
