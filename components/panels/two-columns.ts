/**
 * Two columns that fill on their own; on a phone one, in the order that each part names by `order-<n>`, so that the verdict
 * can be given right below the verdict.
 */
export const TWO_COLUMNS = {
  both: "flex flex-col gap-5 lg:grid lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start",
  one: "contents min-w-0 lg:block lg:space-y-5",
} as const;
