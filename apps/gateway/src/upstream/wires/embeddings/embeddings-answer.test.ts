import { expect, it } from "vitest";
import { readEmbeddingsAnswer } from "./embeddings-answer.ts";

const usage = { prompt_tokens: 8, total_tokens: 8 };
const vectors = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    object: "embedding",
    index,
    embedding: Array.from({ length: 100 }, (__, i) => Math.sin(index + i)),
  }));
const read = (answer: unknown) => readEmbeddingsAnswer(Buffer.from(JSON.stringify(answer)));

it.each([1, 500])("reads what %i vectors used, before them or behind them", (count) => {
  const data = vectors(count);
  for (const answer of [
    { object: "list", data, model: "m", usage },
    { usage, model: "m", object: "list", data },
  ]) {
    expect(read(answer)).toMatchObject({
      usage: { inputTokens: 8, outputTokens: 0 },
      error: null,
      hasOutput: true,
    });
  }
});

it("knows no usage where none is told", () => {
  expect(read({ data: vectors(1) })).toMatchObject({ usage: null, hasOutput: true });
  expect(read({ data: vectors(500) })).toMatchObject({ usage: null, hasOutput: true });
});

it("sees that there is nothing, or an error, or no JSON", () => {
  expect(read({ data: [], usage })?.hasOutput).toBe(false);
  expect(read({ error: { message: "no" } })?.error?.message).toBe("no");
  expect(readEmbeddingsAnswer(Buffer.from("<html>"))).toBeNull();
  expect(readEmbeddingsAnswer(Buffer.alloc(100_000, "x"))).toBeNull();
  expect(
    readEmbeddingsAnswer(Buffer.from(JSON.stringify({ x: "y".repeat(100_000) }))),
  ).toMatchObject({ hasOutput: false });
});
