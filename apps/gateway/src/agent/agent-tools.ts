import type { jsonSchema, tool as makeTool, ToolSet } from "ai";
import { ownTurn } from "../own-turn.ts";
import type { Fact } from "../recorder/index.ts";
import { runTool, type Tool, type ToolResult } from "../tools/index.ts";
import { byModelName } from "./model-tool-names.ts";

export interface AgentToolsOptions {
  readonly tools: readonly Tool[];
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly mono: () => number;
  readonly state: (fact: Fact) => void;
  readonly onTool: (event: ToolProgress) => void;
}

/** What a watcher is told of a tool call. */
export interface ToolProgress {
  readonly callId: string;
  readonly tool: string;
  readonly state: "started" | "ended" | "failed";
  readonly input: string | null;
  readonly output: string | null;
  readonly durationMs: number | null;
}

/** The SDK's own functions, handed in because the SDK is loaded when the first agent runs. */
export interface ToolMakers {
  readonly tool: typeof makeTool;
  readonly jsonSchema: typeof jsonSchema;
}

/** A run that calls more tools than this is going round in circles, or was told to. */
const maxToolCalls = 200;

const tooManyCalls = new Error(
  `This run has called ${maxToolCalls} tools, as many as it may. Answer with what is known.`,
);

/** The gateway's tools as the SDK calls them: each call is stated as facts, and a failure is told to the model. */
export function createAgentTools(makers: ToolMakers, options: AgentToolsOptions): ToolSet {
  const tools: ToolSet = {};
  let calls = 0;
  for (const [name, tool] of byModelName(options.tools)) {
    tools[name] = makers.tool({
      description: tool.description,
      inputSchema: makers.jsonSchema({ ...tool.inputSchema }),
      execute: async (input, { toolCallId }) => {
        calls += 1;
        if (calls > maxToolCalls) throw tooManyCalls;
        // By its place: a provider may use a call's id again in another step.
        const spanId = `${options.requestId}.t${calls}`;
        // An answer may call all of them at once.
        if (calls > 1) await ownTurn();
        return callTool({ tool, input, callId: toolCallId, spanId }, options);
      },
    });
  }
  return tools;
}

interface ToolCall {
  readonly tool: Tool;
  readonly input: unknown;
  readonly callId: string;
  readonly spanId: string;
}

async function callTool(
  { tool, input, callId, spanId }: ToolCall,
  options: AgentToolsOptions,
): Promise<string> {
  const { requestId, state, onTool, mono, signal, now } = options;
  const text = JSON.stringify(input) ?? "";
  const startedMono = mono();
  state({ type: "tool.started", requestId, spanId, tool: tool.name, input: text });
  onTool({
    callId,
    tool: tool.name,
    state: "started",
    input: text,
    output: null,
    durationMs: null,
  });
  const result = await runTool(tool, input, { signal, now });
  const output = result.ok ? result.output : result.error.message;
  state({
    type: "tool.ended",
    requestId,
    spanId,
    status: statusOf(result),
    output,
    outputBytes: result.ok ? result.outputBytes : Buffer.byteLength(output),
    errorMessage: result.ok ? null : output,
  });
  onTool({
    callId,
    tool: tool.name,
    state: result.ok ? "ended" : "failed",
    input: text,
    output,
    durationMs: mono() - startedMono,
  });
  // A model that is told what went wrong can try another way.
  return result.ok ? output : `Error: ${output}`;
}

function statusOf(result: ToolResult): "ok" | "failed" | "cancelled" {
  if (result.ok) return "ok";
  return result.error.code === "tool_cancelled" ? "cancelled" : "failed";
}
