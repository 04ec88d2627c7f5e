import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ApiScreen } from "@/components/api/api-screen";
import type { ApiDocument } from "@/components/api/document";
import { found } from "@/components/api/found";
import { OneScreen, oneOf } from "@/components/api/one-screen";
import plain from "@/docs/openapi.json";

const DOCUMENT = plain as unknown as ApiDocument;
/** Letters of a screen without its frame: what it is made of comes with it once more. */
const MOST = 100_000;

const names = [
  ...Object.values(DOCUMENT.paths).map(({ get }) => get.operationId),
  ...Object.keys(DOCUMENT.components.schemas),
];

it("is small, and every link in it leads somewhere", () => {
  const screens = [
    renderToStaticMarkup(<ApiScreen document={DOCUMENT} words="" />),
    renderToStaticMarkup(<ApiScreen document={DOCUMENT} words="e" />),
    ...names.map((name) => renderToStaticMarkup(<OneScreen document={DOCUMENT} name={name} origin="http://x" />)),
  ];
  expect(Math.max(...screens.map(({ length }) => length))).toBeLessThan(MOST);
  const linked = new Set(screens.flatMap((html) => [...html.matchAll(/"\/docs\/api\/([^"]+)"/g)].map(([, to]) => to)));
  expect(linked).toEqual(new Set(names));
  expect(oneOf(DOCUMENT, "constructor")).toBeNull();
});

it("finds a field, a parameter and an address by their names and by what is said of them", () => {
  const placesOf = (words: string) => found(DOCUMENT, words).hits.map(({ place }) => place);
  expect(placesOf("disruptedNights")).toContain("ReportWeek.disruptedNights");
  expect(placesOf("/api/pages, parameter LIMIT")).toEqual(["/api/pages, parameter limit"]);
  expect(placesOf("/api/overview")[0]).toBe("/api/overview");
  expect(placesOf("95 % interval")).toContain("Share.low");
  expect(placesOf("no such words")).toEqual([]);
});
