import { z } from "zod";
import { NoiseFilter } from "./filter";
import { words } from "./words";

/** Everything that can go along, in the order of the screen. */
export const RETRO_FIGURES = [
  "verdict-trend",
  "noise-share",
  "verdicts",
  "reasons",
  "top-ten",
  "changed",
  "load-trend",
  "heat",
  "people",
  "nights",
  "teams",
  "team-noise",
  "leaders",
  "outcomes",
  "forecast",
  "time-to-squash",
] as const;
export type RetroFigure = (typeof RETRO_FIGURES)[number];

const Figures = words(400).refine(
  (text) => text.split(",").every((one) => (RETRO_FIGURES as readonly string[]).includes(one)),
  `must be names of figures, separated by commas: ${RETRO_FIGURES.join(", ")}`,
);

/** The retro pack: a range, filters, and the figures asked for; all of them where none is named. */
export const RetroFilter = NoiseFilter.extend({ figures: Figures.optional() });
export type RetroFilter = z.infer<typeof RetroFilter>;

export const RetroFile = RetroFilter.extend({
  format: z.enum(["zip", "pdf"]),
  paper: z.enum(["A4", "Letter"]).default("A4"),
});
