import fc from "fast-check";
import { expect, it } from "vitest";
import { AnswerText } from "./answer-text.ts";

const kept = 64 * 1024;

it("puts together what came in pieces of source and in plain text", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.boolean())), (pieces) => {
      const text = new AnswerText();
      for (const [piece, isSource] of pieces) {
        if (isSource) text.add(Buffer.from(JSON.stringify(piece).slice(1, -1)).toString("latin1"));
        else text.addText(piece);
      }
      const all = pieces.map(([piece]) => piece).join("");
      expect(text.toString()).toBe(all);
      text.close();
      expect(text.toString()).toBe(all);
    }),
  );
});

it("keeps the beginning, without holes, and says how much is missing", () => {
  const text = new AnswerText();
  text.add("a".repeat(kept - 2));
  text.add("bbb");
  text.add("c");
  expect(text.toString()).toBe(`${"a".repeat(kept - 2)}\n… 4 bytes more were not kept`);
});
