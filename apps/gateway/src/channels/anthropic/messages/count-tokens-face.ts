import type { AgentConfig } from "../../../config/index.ts";
import type { Tool } from "../../../tools/index.ts";
import { refuseTools } from "../../agent-ask.ts";
import type { Face, FaceBody } from "../../face.ts";
import { readModel, type JsonObject } from "../../json-body.ts";
import { anthropicDialect, anthropicErrorEvent } from "../anthropic-dialect.ts";
import { showConversation, withSystem } from "./messages-body.ts";

/** `POST /v1/messages/count_tokens`. */
export const countTokensFace: Face = {
  wire: "count_tokens",
  dialect: anthropicDialect,
  readBody: readCountBody,
  streamError: anthropicErrorEvent,
};

function readCountBody(body: JsonObject): FaceBody {
  const model = readModel(body);
  const messages = withSystem(body);
  return {
    model,
    isStream: false,
    dropUsage: false,
    shown: () => showConversation(messages),
    splice: () => ({}),
    agent: {
      kind: "asks-provider",
      splice: (agent, tools) => {
        refuseTools(agent, body);
        return { ...systemOf(agent, body), ...toolsOf(tools) };
      },
    },
  };
}

/** The agent's instructions stand before whatever the client says there. */
function systemOf({ instructions }: AgentConfig, { system }: JsonObject): JsonObject {
  if (instructions === null) return {};
  const text = (value: string) => ({ type: "text", text: value });
  const own: unknown[] = Array.isArray(system) ? system : [];
  const said = typeof system === "string" && system !== "" ? [text(system)] : own;
  return { system: [text(instructions), ...said] };
}

function toolsOf(tools: readonly Tool[]): JsonObject {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      name: name.replace(/[^\w-]/g, "_"),
      description,
      input_schema: inputSchema,
    })),
  };
}
