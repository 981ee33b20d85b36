import type { ServerResponse } from "node:http";
import type { ModelMessage } from "ai";
import { agentPool, toolsOf, type AgentLoop } from "../../agent/index.ts";
import type { AgentConfig, Config } from "../../config/index.ts";
import type { Fact } from "../../recorder/index.ts";
import type { RequestRegistry } from "../../requests/index.ts";
import type { ToolRegistry } from "../../tools/index.ts";
import type { TargetResolver } from "../../upstream/index.ts";
import { textOf, shownMessagesOf } from "./chat-body.ts";
import { ChatChunkWriter } from "./chat-chunk-writer.ts";
import type { ChatCall } from "./chat-pass-through.ts";
import { errorBody, toOpenAiError } from "./openai-error.ts";

export interface AgentAnswerOptions {
  readonly config: () => Config;
  readonly registry: RequestRegistry;
  readonly resolver: TargetResolver;
  readonly tools: ToolRegistry;
  readonly loop: AgentLoop;
  readonly state: (fact: Fact) => void;
  readonly runDeadlineMs: number;
  readonly now: () => number;
}

/** An agent answers as if it were a model: its tool steps run inside, the client sees its text. */
export async function answerAsAgent(
  options: AgentAnswerOptions,
  call: ChatCall,
  agent: AgentConfig,
): Promise<void> {
  const { id, caller, channel, sessionId, body, response } = call;
  const target = await options.resolver.target(agent.model);
  const tools = toolsOf(agent, options.config().mcpServers, options.tools);
  const writer = new ChatChunkWriter({
    id: `chatcmpl-${id}`,
    model: agent.name,
    created: Math.floor(options.now() / 1_000),
    write: (text) => {
      writeHead(response);
      response.write(text);
    },
  });
  try {
    const answer = await options.registry.run(
      {
        id,
        caller,
        channel,
        sessionId,
        agent: agent.name,
        provider: target.provider.name,
        model: target.model,
        practice: target.provider.kind === "practice",
        pool: agentPool,
        route: "POST /v1/chat/completions",
        body: call.text,
        signal: call.signal,
        deadlineMs: options.runDeadlineMs,
      },
      async (request) => {
        const messages = shownMessagesOf(body.messages);
        options.state({ type: "request.messages", requestId: id, messages });
        return options.loop.run({
          request,
          agent,
          target,
          tools,
          messages: toModelMessages(body.messages),
          onText: (text) => {
            if (body.isStream) writer.text(text);
          },
          onTool: () => {},
        });
      },
    );
    if (body.isStream) writer.end(answer, body.wantsUsage);
    else sendWhole(response, writer.whole(answer));
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.end(`data: ${errorBody(toOpenAiError(error, id))}\n\n`);
  }
}

function writeHead(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  });
}

function sendWhole(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.write(text);
}

/** What the client says has been said. Its own tools are not the agent's: their messages are text. */
function toModelMessages(messages: readonly unknown[]): ModelMessage[] {
  return messages.flatMap((message): ModelMessage[] => {
    if (typeof message !== "object" || message === null) return [];
    const { role, content } = message as { role?: unknown; content?: unknown }; // read as unknown
    const text = textOf(content);
    if (text === "") return [];
    if (role === "assistant") return [{ role: "assistant", content: text }];
    if (role === "system" || role === "developer") return [{ role: "system", content: text }];
    return [{ role: "user", content: text }];
  });
}
