/** The numbers of a figure, as they are shown beside it. A number may open what is behind it. */
export type FigureCell = string | number | { value: number };
export type FigureTable = { head: readonly string[]; rows: readonly (readonly FigureCell[])[] };

export const cellValue = (cell: FigureCell | undefined): string | number =>
  typeof cell === "object" ? cell.value : (cell ?? "");
