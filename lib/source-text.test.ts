import { expect, it } from "vitest";
import { codeOnly, importsOf, withoutComments } from "./source-text";

/** Written with § here, so that nobody takes these samples for templates that were meant to be filled in. */
const inserting = (source: string) => source.replaceAll("§{", "$".concat("{"));

it.each([
  ['import a from "x";', [{ from: "x", typeOnly: false }]],
  ["import { a,\n  b } from 'x'", [{ from: "x", typeOnly: false }]],
  ['import type { A } from "x";', [{ from: "x", typeOnly: true }]],
  ['import { type A, type B } from "x";', [{ from: "x", typeOnly: true }]],
  ['import { type A, b } from "x";', [{ from: "x", typeOnly: false }]],
  [
    'export { a } from "x";\nexport * from "y";',
    [
      { from: "x", typeOnly: false },
      { from: "y", typeOnly: false },
    ],
  ],
  ['import "x";', [{ from: "x", typeOnly: false }]],
  [
    'const a = await import("x");\ntype B = import("y").B;',
    [
      { from: "x", typeOnly: false },
      { from: "y", typeOnly: false },
    ],
  ],
  ["const a = await import(`x`);", [{ from: "x", typeOnly: false }]],
  ['const a = require("x");', [{ from: "x", typeOnly: false }]],
  ['import { a /* not "z" */ } from /* here */ "x";', [{ from: "x", typeOnly: false }]],
  ['// import a from "x";\n/* import b from "y"; */', []],
  [`const text = 'import a from "x"';`, []],
  ['const text = `§{`import a from "x"`} from`;', []],
  ['const url = "http://a"; import a from "x"', [{ from: "x", typeOnly: false }]],
  ['const quote = /["\']/; import a from "x"', [{ from: "x", typeOnly: false }]],
  ['<p>don\'t</p>;\nimport a from "x";', [{ from: "x", typeOnly: false }]],
  ['Array.from("abc")', []],
])("reads the imports of %s", (source, imports) => expect(importsOf(inserting(source))).toEqual(imports));

it("keeps what only looks like a comment", () => {
  expect(withoutComments('const a = "// no"; // yes\nconst b = `/* no */`;')).toBe(
    'const a = "// no";       \nconst b = `/* no */`;',
  );
  expect(withoutComments("a = b / c; // d / e")).toBe("a = b / c;         ");
});

it("sees the code that a template inserts, and not its text", () => {
  expect(codeOnly(inserting("const a = `Date.now() §{Math.random() + `§{f({ a: 1 })}`}  x`;"))).toContain(
    "Math.random()",
  );
  expect(codeOnly(inserting("const a = `Date.now() §{b}  x`;"))).not.toContain("Date.now");
});
