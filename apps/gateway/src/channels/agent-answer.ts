import type { AgentRunner } from "../agent/index.ts";
import type { AgentConfig } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import { toChannelError } from "./channel-error.ts";
import { specOf, type FaceCall } from "./face-call.ts";
import type { AgentUse, ShownMessage } from "./face.ts";
import { sendJson, streamHeaders } from "./response-sink.ts";

export interface AgentAnswerOptions {
  readonly runner: AgentRunner;
  readonly state: (fact: Fact) => void;
  readonly now: () => number;
  /** How often a stream says that it is alive while its agent says nothing. 15 seconds unless told. */
  readonly keepAliveMs?: number | undefined;
}

const defaultKeepAliveMs = 15_000;
/** A comment of server-sent events: every client reads over it. */
const keepAlive = ": keepalive\n\n";

/** An agent answers as if it were a model: its tool steps run inside, the client sees its text. */
export async function answerAsAgent(
  options: AgentAnswerOptions,
  call: FaceCall,
  agent: AgentConfig,
  use: Extract<AgentUse, { kind: "answers" }>,
): Promise<void> {
  const { id, body, response } = call;
  const { messages, settings } = use.ask(agent);
  const tell = (shown: readonly ShownMessage[]): void => {
    options.state({ type: "request.messages", requestId: id, messages: shown });
  };
  const nowSeconds = (): number => Math.floor(options.now() / 1_000);
  const createdAt = nowSeconds();
  const writer = use.writer({ requestId: id, model: agent.name, createdAt, nowSeconds });
  let alive: NodeJS.Timeout | undefined;
  try {
    const answer = await options.runner.run({ ...specOf(call), agent }, async (turn) => {
      tell(body.shown());
      if (body.isStream) {
        alive = setInterval(() => {
          writeStream(call, keepAlive);
        }, options.keepAliveMs ?? defaultKeepAliveMs);
      }
      const said = await turn.ask({
        messages,
        settings,
        onText: (text) => {
          if (body.isStream) writeStream(call, writer.text(text));
        },
        onTool: () => {},
      });
      tell([{ role: "assistant", text: said.text }]);
      return said;
    });
    if (!body.isStream) return sendJson(response, writer.whole(answer));
    writeStream(call, writer.end(answer));
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.end(writer.failed(toChannelError(error, id)));
  } finally {
    clearInterval(alive);
  }
}

/** Nothing is answered before there is something to say: what fails soon has a status. */
function writeStream({ response }: FaceCall, text: string): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, streamHeaders);
  response.write(text);
}
