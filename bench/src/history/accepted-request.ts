import type { AcceptedRequest } from "../../../apps/gateway/src/recorder/index.ts";
import { newRequestId } from "../../../apps/gateway/src/requests/index.ts";
import { agentChannels, agents, plainChannels, type ModelPart } from "./cast.ts";
import type { Random } from "./random.ts";
import type { SessionPart } from "./sessions-pool.ts";

const withBody = 0.1;

export interface AcceptedFrom {
  readonly session: SessionPart;
  readonly part: ModelPart;
  /** An agent answers, and not a model alone. */
  readonly isAgents: boolean;
  readonly question: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What is known of a simulated request when it is accepted. */
export function acceptedRequest(random: Random, from: AcceptedFrom): AcceptedRequest {
  const { session, part, isAgents, question, at } = from;
  const { sessionId, oneShot, client, clientId } = session;
  const { provider, model } = part;
  const channel = random.pick(isAgents ? agentChannels : plainChannels);
  const id = newRequestId(Math.floor(at), (size) => bytesOf(random, size));
  const path = channel === "openai" ? "chat/completions" : "messages";
  return {
    id,
    sessionId: oneShot ? id : sessionId,
    lane: `${channel}:${clientId}:${oneShot ? id : sessionId}`,
    laneLabel: `${channel} · ${oneShot ? client : sessionId}`,
    oneShot,
    channel,
    client,
    clientId,
    agent: isAgents ? random.pickBusy(agents) : null,
    provider,
    model,
    practice: false,
    route: isAgents ? "/trpc/agent.send" : `/v1/${path}`,
    body: !isAgents && random.chance(withBody) ? bodyOf(part, question) : null,
  };
}

function bodyOf({ provider, model }: ModelPart, content: string): string {
  const messages = [{ role: "user", content }];
  return JSON.stringify({ model: `${provider}/${model}`, messages, stream: true });
}

function bytesOf(random: Random, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size; at += 4) bytes.writeUInt32LE(random.bits(), at);
  return bytes;
}
