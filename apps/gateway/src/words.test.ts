import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { hasWords, wordsOf } from "./words.ts";

it("takes words apart, and compares their beginnings without case and accents", () => {
  expect(wordsOf("The RAILWAY's Zürich–Genève line, gpt-5.1")).toEqual(
    "the railway s zurich geneve line gpt 5 1".split(" "),
  );
  expect(hasWords(["Tell me", null, "of the Railway."], wordsOf("RAIL tel"))).toBe(true);
  expect(hasWords(["Tell me of the railway."], wordsOf("rail way"))).toBe(false);
  expect(hasWords([], [])).toBe(true);
});

it("finds in memory what SQLite's full-text index finds on disk", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE VIRTUAL TABLE t USING fts5 (text, detail = none, tokenize = 'unicode61')");
  const insert = db.prepare("INSERT INTO t (rowid, text) VALUES (1, ?)");
  const find = db.prepare("SELECT 1 FROM t WHERE t MATCH ?");
  const letters = fc.constantFrom(
    "a",
    "A",
    "b",
    "é",
    "É",
    "ß",
    "1",
    ".",
    "-",
    "'",
    '"',
    " ",
    "Ж",
    "中",
    "ﬁ",
  );
  const text = fc.string({ unit: letters, maxLength: 12 });
  fc.assert(
    fc.property(
      text,
      fc.string({
        unit: fc.constantFrom("a", "b", "é", "1", "Ж", "中"),
        minLength: 1,
        maxLength: 2,
      }),
      (said, wanted) => {
        db.exec("DELETE FROM t");
        insert.run(said);
        const words = wordsOf(wanted);
        const onDisk = find.get(words.map((word) => `"${word}"*`).join(" AND ")) !== undefined;
        expect(hasWords([said], words)).toBe(onDisk);
      },
    ),
    { numRuns: 500 },
  );
});
