/** What lies below Sources, in the order of its tabs. */
export const SOURCE_SCREENS = [
  { below: "", label: "Sources" },
  { below: "/ledger", label: "Ledger" },
  { below: "/records", label: "Records" },
  { below: "/people", label: "People" },
] as const;
