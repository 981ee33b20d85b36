import { describe, expect, it } from "vitest";
import { countOf, estimatePrompt, fitContext, type FitOptions } from "./fit-context.ts";
import type { SdkMessage, SdkPrompt } from "./sdk-model.ts";

const system: SdkMessage = { role: "system", content: "Be kind." };
const user = (text: string): SdkMessage => ({ role: "user", content: [{ type: "text", text }] });
const assistant = (text: string): SdkMessage => ({
  role: "assistant",
  content: [{ type: "text", text }],
});
const call: SdkMessage = {
  role: "assistant",
  content: [{ type: "tool-call", toolCallId: "1", toolName: "clock", input: {} }],
};
const result: SdkMessage = {
  role: "tool",
  content: [
    {
      type: "tool-result",
      toolCallId: "1",
      toolName: "clock",
      output: { type: "text", value: "x".repeat(400) },
    },
  ],
};
const turn = (text: string): SdkPrompt => [user(text), call, result, assistant(text)];

const fit = (prompt: SdkPrompt, over: Partial<FitOptions> = {}) =>
  fitContext(prompt, {
    contextTokens: 1_000,
    maxOutputTokens: 100,
    otherTokens: 0,
    leftOutBefore: 0,
    ...over,
  });

describe("fitContext", () => {
  it("leaves alone what fits", () => {
    const prompt = [system, ...turn("one"), user("two")];
    expect(fit(prompt)).toEqual({ prompt, leftOut: 0 });
  });

  it("drops the oldest turns whole, and tells the model in one line behind its instructions", () => {
    const turns = Array.from({ length: 20 }, (_, index) => turn(`turn ${index}`));
    const { prompt, leftOut } = fit([system, ...turns.flat(), user("now")]);
    expect(leftOut % 4).toBe(0);
    expect(leftOut).toBeGreaterThan(0);
    expect(prompt[0]).toBe(system);
    expect(prompt[1]).toEqual({
      role: "system",
      content: `${leftOut} earlier messages of this conversation were left out here, because it is longer than you can take.`,
    });
    expect(prompt.slice(2)).toEqual([...turns.slice(leftOut / 4).flat(), user("now")]);
    expect(estimatePrompt(prompt)).toBeLessThanOrEqual(1_000 - 100 + 50);
  });

  it("leaves room for the answer and for what goes beside the messages", () => {
    const prompt = [...turn("one"), ...turn("two"), user("now")];
    const all = estimatePrompt(prompt);
    const contextTokens = all + 300;
    expect(fit(prompt, { contextTokens, maxOutputTokens: 300 }).leftOut).toBe(0);
    expect(fit(prompt, { contextTokens, maxOutputTokens: 301 }).leftOut).toBe(4);
    expect(fit(prompt, { contextTokens, otherTokens: 200 }).leftOut).toBe(0);
    expect(fit(prompt, { contextTokens, otherTokens: 201 }).leftOut).toBe(4);
    // Where nobody said how long the answer may be: of so small a context, a half.
    expect(fit(prompt, { contextTokens: 2 * all, maxOutputTokens: null }).leftOut).toBe(0);
    expect(fit(prompt, { contextTokens: 2 * all - 2, maxOutputTokens: null }).leftOut).toBe(4);
  });

  it("keeps the last turn however long it is, with its tools' results", () => {
    const last = [user("x".repeat(9_000)), call, result];
    const { prompt, leftOut } = fit([...turn("one"), ...last]);
    expect(prompt.slice(1)).toEqual(last);
    expect(leftOut).toBe(4);
  });

  it("tells of what was left out before it came here", () => {
    const { prompt, leftOut } = fit([user("now")], { leftOutBefore: 1 });
    expect(leftOut).toBe(1);
    expect(prompt[0]).toMatchObject({
      content: expect.stringMatching(/^1 earlier message .* was/),
    });
  });

  it("takes a picture for what it costs, and not for its bytes", () => {
    const picture = { type: "file", mediaType: "image/png", data: new Uint8Array(1e6) } as const;
    const prompt: SdkPrompt = [
      ...turn("one"),
      // The SDK's own shape of file data differs between its versions; only its type is looked at.
      { role: "user", content: [picture as never] },
    ];
    expect(fit(prompt, { contextTokens: 4_000 }).leftOut).toBe(0);
  });

  it("counts in words", () => {
    expect([countOf(1), countOf(1_400)]).toEqual(["1 earlier message", "1,400 earlier messages"]);
  });
});
