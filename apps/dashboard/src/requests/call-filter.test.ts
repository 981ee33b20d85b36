import { expect, test } from "vitest";
import { callText, formatCall, parseCall } from "./call-filter.ts";

const call = {
  metric: "ttft",
  minMs: 64,
  maxMs: 80.625,
  provider: "local",
  model: "meta/llama-4:8b",
} as const;

test("a range of model calls survives the address, slashes and colons in a model's name too", () => {
  expect(formatCall(call)).toBe("ttft:64-80.625:local/meta/llama-4:8b");
  expect(parseCall(formatCall(call))).toEqual(call);
  expect(callText(formatCall(call))).toBe("first token of local · meta/llama-4:8b, 64 ms to 81 ms");
});

test.each(["", "ttft:1-2", "cost:1-2:a/b", "ttft:1.2.3-2:a/b", "ttft:1-2:a"])(
  "what can't be read asks for nothing and is told as it is: %s",
  (text) => {
    expect(parseCall(text)).toBeNull();
    expect(callText(text)).toBe(text);
  },
);
