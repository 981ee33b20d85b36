import type { ServerResponse } from "node:http";
import type { AgentRunner } from "../agent/index.ts";
import type { AgentConfig } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import { toChannelError } from "./channel-error.ts";
import { specOf, type FaceCall } from "./face-call.ts";
import type { AgentUse, ShownMessage } from "./face.ts";
import { sendJson, streamHeaders } from "./response-sink.ts";
import { StreamWriter } from "./stream-writer.ts";

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
  const { id, body, response, giveUp } = call;
  const { messages, settings } = use.ask(agent);
  const tell = (shown: readonly ShownMessage[]): void => {
    options.state({ type: "request.messages", requestId: id, messages: shown });
  };
  const nowSeconds = (): number => Math.floor(options.now() / 1_000);
  const createdAt = nowSeconds();
  const writer = use.writer({ requestId: id, model: agent.name, createdAt, nowSeconds });
  const writeOn = (stream: StreamWriter, text: string): void => {
    begin(response);
    void stream.write(text);
  };
  let alive: NodeJS.Timeout | undefined;
  try {
    const answer = await options.runner.run({ ...specOf(call), agent }, async (turn) => {
      tell(body.shown());
      const patienceMs = turn.targets[0].provider.timeouts.idleMs;
      const stream = new StreamWriter({ response, patienceMs, giveUp });
      if (body.isStream) {
        alive = setInterval(() => {
          if (!stream.isBehind) writeOn(stream, keepAlive);
        }, options.keepAliveMs ?? defaultKeepAliveMs);
      }
      const said = await turn.ask({
        messages,
        settings,
        onText: async (text) => {
          if (!body.isStream) return;
          writeOn(stream, writer.text(text));
          await stream.room();
        },
        onTool: () => {},
      });
      tell([{ role: "assistant", text: said.text }]);
      return said;
    });
    if (!body.isStream) return sendJson(response, writer.whole(answer));
    begin(response);
    response.end(writer.end(answer));
  } catch (error) {
    if (!response.headersSent) throw error;
    response.end(writer.failed(toChannelError(error, id)));
  } finally {
    clearInterval(alive);
  }
}

/** Nothing is answered before there is something to say: what fails soon has a status. */
function begin(response: ServerResponse): void {
  if (!response.destroyed && !response.headersSent) response.writeHead(200, streamHeaders);
}
