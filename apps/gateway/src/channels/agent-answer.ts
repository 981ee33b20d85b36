import { agentPool, toolsOf, type AgentLoop } from "../agent/index.ts";
import type { AgentConfig, Config } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import type { RequestRegistry } from "../requests/index.ts";
import type { ToolRegistry } from "../tools/index.ts";
import type { TargetResolver } from "../upstream/index.ts";
import { toChannelError } from "./channel-error.ts";
import { specOf, type FaceCall } from "./face-call.ts";
import type { AgentUse } from "./face.ts";
import { sendJson, streamHeaders } from "./response-sink.ts";

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
  call: FaceCall,
  agent: AgentConfig,
  use: Extract<AgentUse, { kind: "answers" }>,
): Promise<void> {
  const { id, body, response } = call;
  const { messages, settings } = use.ask(agent);
  const target = await options.resolver.target(agent.model);
  const { provider, model } = target;
  const nowSeconds = (): number => Math.floor(options.now() / 1_000);
  const createdAt = nowSeconds();
  const writer = use.writer({ requestId: id, model: agent.name, createdAt, nowSeconds });
  try {
    const answer = await options.registry.run(
      {
        ...specOf(call),
        agent: agent.name,
        provider: provider.name,
        model,
        practice: provider.kind === "practice",
        pool: agentPool,
        deadlineMs: options.runDeadlineMs,
      },
      async (request) => {
        options.state({ type: "request.messages", requestId: id, messages: body.shown() });
        return options.loop.run({
          request,
          agent,
          target,
          tools: toolsOf(agent, options.config().mcpServers, options.tools),
          messages,
          settings,
          onText: (text) => {
            if (body.isStream) writeStream(call, writer.text(text));
          },
          onTool: () => {},
        });
      },
    );
    if (!body.isStream) return sendJson(response, writer.whole(answer));
    writeStream(call, writer.end(answer));
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.end(writer.failed(toChannelError(error, id)));
  }
}

/** Nothing is answered before there is something to say: what fails until then has a status. */
function writeStream({ response }: FaceCall, text: string): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, streamHeaders);
  response.write(text);
}
