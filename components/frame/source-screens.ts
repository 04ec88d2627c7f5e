/** What lies below Sources, in the order of its tabs. */
export const SOURCE_SCREENS = [
  { below: "", label: "Sources" },
  { below: "/ledger", label: "Ledger" },
  { below: "/records", label: "Records" },
  { below: "/changes", label: "Changes" },
  { below: "/people", label: "People" },
  { below: "/labels", label: "Labels" },
] as const;
