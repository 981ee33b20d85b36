import { BadRequestError } from "openai";
import { describe, expect, it } from "vitest";
import { testClient } from "../test-client.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

describe("embeddings", () => {
  it("gives the same vector as numbers and as the base64 that the client asks for", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { embeddings } = testClient(upstream);
    const params = { model: "swift-1", input: ["a train", "a signal"], dimensions: 8 };
    const packed = await embeddings.create(params);
    const plain = await embeddings.create({ ...params, encoding_format: "float" });
    expect(packed).toEqual(plain);
    expect(plain).toMatchObject({
      object: "list",
      model: "swift-1",
      data: [{ index: 0 }, { index: 1 }],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    });
    expect(plain.data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
    expect(plain.data[0]?.embedding).not.toEqual(plain.data[1]?.embedding);
    expect(upstream.stats().recent[0]).toMatchObject({ outcome: "finished", promptTokens: 4 });
  });

  it("takes one text, and tokens instead of texts", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { embeddings } = testClient(upstream);
    const lengths = async (input: string | number[] | number[][]) => {
      const { data } = await embeddings.create({ model: "swift-1", input });
      return data.map(({ embedding }) => embedding.length);
    };
    expect(await lengths("a train")).toEqual([256]);
    expect(await lengths([1, 2, 3])).toEqual([256]);
    expect(await lengths([[1], [2, 3]])).toEqual([256, 256]);
  });

  it.each<[string, object, string]>([
    ["no input", {}, "input"],
    ["an empty text", { input: [""] }, "input"],
    ["no texts at all", { input: [] }, "input"],
    ["no dimensions", { input: "a", dimensions: 0 }, "dimensions"],
    ["an unknown format", { input: "a", encoding_format: "hex" }, "encoding_format"],
  ])("400 for %s", async (_, body, param) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const request = { method: "POST", body: JSON.stringify({ model: "swift-1", ...body }) };
    const response = await fetch(`${upstream.url}/embeddings`, request);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });

  it("400 in its own words for too much text", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const input = "word ".repeat(130_000);
    const call = testClient(upstream).embeddings.create({ model: "swift-1", input });
    await expect(call).rejects.toThrow(BadRequestError);
    await expect(call).rejects.toThrow("maximum context length is 128000 tokens");
  });
});
