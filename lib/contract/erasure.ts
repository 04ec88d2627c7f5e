/** What erasing somebody does, or did. Counted by doing it. */
export type Erasure = {
  name: string;
  accounts: readonly { provider: string; key: string }[];
  /** By what words the person is looked for, and which are left out with the reason. */
  words: readonly { word: string; leftOut: "short" | "shared" | null }[];
  /** Pages that the person was asked for or acted on. They stay, as all figures do. */
  pages: number;
  interruptions: number;
  /** Rows of notes, reasons, titles and the like in which a word is replaced. */
  texts: number;
  /** Raw deliveries in which words are replaced, or which go. */
  bodies: { redacted: number; dropped: number };
  /** Imported files that go. */
  files: number;
  /** A user who could sign in as the person, and cannot any more. */
  signsIn: boolean;
};
