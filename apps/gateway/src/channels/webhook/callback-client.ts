import { createHash } from "node:crypto";
import { isIP } from "node:net";
import type { Agent } from "undici";
import type { WebhookCallbackConfig } from "../../config/index.ts";
import {
  isPrivateAddress,
  PrivateAddressError,
  publicLookup,
} from "../../network/private-address.ts";
import { loadHttpClient } from "../../upstream/index.ts";
import { signatureHeaders } from "./signature.ts";

/** All of a delivery, connecting included. */
const timeoutMs = 15_000;
/** Of an answer, whose status alone is read. */
const maxAnswerBytes = 64 * 1024;
const connections = 8;

export interface CallbackMessage {
  /** The same for every attempt. */
  readonly id: string;
  readonly body: string;
  /** Of this attempt, in epoch milliseconds. */
  readonly at: number;
}

/** Posts signed results. It follows no redirects, and calls private addresses only where they are allowed. */
export class CallbackClient {
  readonly #userAgent: string;
  /** One for public addresses, one for those that may be private. */
  readonly #agents = new Map<boolean, Agent>();

  constructor(userAgent: string) {
    this.#userAgent = userAgent;
  }

  /** The status it was answered with. Rejects with a {@link PrivateAddressError}, or why there was no answer. */
  async post(
    { url, secrets, allowPrivate }: WebhookCallbackConfig,
    message: CallbackMessage,
    signal: AbortSignal,
  ): Promise<number> {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) {
      throw new PrivateAddressError(host);
    }
    const client = await loadHttpClient();
    const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { statusCode, body } = await client.request(url, {
      method: "POST",
      dispatcher: await this.#agentFor(allowPrivate),
      headers: {
        "content-type": "application/json",
        "user-agent": this.#userAgent,
        ...signatureHeaders(secrets, message),
      },
      body: message.body,
      signal: until,
    });
    await body.dump({ limit: maxAnswerBytes, signal: until }).catch(() => {
      // It was answered; what else it says is not read.
    });
    return statusCode;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#agents.values(), (agent) => agent.destroy()));
  }

  async #agentFor(allowPrivate: boolean): Promise<Agent> {
    const client = await loadHttpClient();
    const known = this.#agents.get(allowPrivate);
    if (known !== undefined) return known;
    const agent = new client.Agent({
      connections,
      maxHeaderSize: 16 * 1024,
      connect: { timeout: timeoutMs, ...(allowPrivate ? {} : { lookup: publicLookup }) },
    });
    this.#agents.set(allowPrivate, agent);
    return agent;
  }
}

/** A receiver knows by it what it had already: the same for a job whenever it is delivered. */
export function callbackIdOf(webhook: string, messageId: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([webhook, messageId]))
    .digest("hex");
  return `msg_${digest.slice(0, 32)}`;
}
