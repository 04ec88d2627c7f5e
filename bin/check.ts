import { Command } from "commander";
import { describeConfig, readConfig } from "@/lib/config";
import { environment } from "./environment";

/** Shows every setting as it stands, then says what is wrong. */
export const check = new Command("check")
  .description("show every setting, its value and where it comes from")
  .action(() => {
    const env = environment();
    const rows = describeConfig(env).map(({ name, value, source, fallback, about }) => [
      name,
      value,
      source,
      fallback,
      about,
    ]);
    const table = [["Setting", "Value", "From", "Default", "What it is"], ...rows];
    const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
    for (const row of table)
      console.log(
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd(),
      );
    readConfig(env);
  });
