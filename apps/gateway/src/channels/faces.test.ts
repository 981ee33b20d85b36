import { ContractError } from "@signalbox/api-contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgentConfig } from "../config/index.ts";
import type { FaceBody } from "./face.ts";
import { faces } from "./faces.ts";
import { parseJsonBody } from "./json-body.ts";

const agent: AgentConfig = {
  name: "support",
  model: "local/swift-1",
  fallback: [],
  instructions: "Be kind.",
  tools: [],
  maxSteps: 8,
  contextTokens: null,
  timeoutMs: 1_000,
  budget: null,
  builtIn: false,
};

function oneOf(words: string): fc.Arbitrary<string> {
  return fc.constantFrom(...words.trim().split(/\s+/));
}

/** Anything that JSON can say, with the words of the wires among it. */
const word = oneOf(`
  text image image_url input_image tool_result message function_call item_reference user
  assistant system tool base64 none x
`);
const key = oneOf(`
  type role content text image_url source url data media_type refusal output name format
  __proto__ constructor
`);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    word,
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
}));
const members = oneOf(`
  model messages input instructions system stream stream_options tools tool_choice
  functions text response_format output_config metadata stop max_tokens max_output_tokens
  temperature top_p stop_sequences background previous_response_id conversation
`);
const body = fc.dictionary(members, value, { maxKeys: 8 });

/** Reads all that a face reads. */
function readAll(read: FaceBody): void {
  for (const { text } of read.shown()) expect(text.length).toBeLessThanOrEqual(4_000);
  const { agent: use } = read;
  if (use.kind === "asks-provider") use.splice(agent, []);
  if (use.kind !== "answers") return;
  for (const { role, content } of use.ask(agent).messages) {
    expect(["system", "user", "assistant"]).toContain(role);
    expect(content).not.toBe("");
  }
}

describe.each([...faces])("the face at %s", (_, face) => {
  it("reads whatever a client sends, or says what is wrong with it", () => {
    fc.assert(
      fc.property(body, fc.boolean(), (sent, isNamed) => {
        const text = JSON.stringify(isNamed ? { ...sent, model: "support" } : sent);
        try {
          readAll(face.readBody(parseJsonBody(text)));
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          expect(error.code).toBe("invalid");
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
