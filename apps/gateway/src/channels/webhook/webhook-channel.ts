import type { IncomingMessage, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import { ContractError, contractErrors } from "@signalbox/api-contract";
import { Lockout } from "../../auth/index.ts";
import { Secret, type Config } from "../../config/index.ts";
import { readBody, SlowBodyError } from "../../http/read-body.ts";
import { addressBlock } from "../../network/address-block.ts";
import type { Fact } from "../../recorder/index.ts";
import { HeldBodies, type HeldBody } from "./held-bodies.ts";
import { clientOf, webhookChannel } from "./job.ts";
import { mayBeSigned, signedMessageId } from "./signature.ts";
import type { WebhookJobs } from "./webhook-jobs.ts";
import { parseWebhookMessage } from "./webhook-message.ts";

const maxBodyBytes = 4 * 1024 * 1024;
/** Of messages that are being read and kept, together. */
const maxHeldBytes = 64 * 1024 * 1024;
/** Until a message is here: before that nobody knows who sends it. */
const bodyMs = 5_000;
/** No name of a webhook is longer. */
const maxName = 64;
const busyRetryMs = 1_000;
const prefix = "/webhooks/";

export interface WebhookChannelOptions {
  readonly config: () => Config;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly jobs: WebhookJobs;
  readonly state: (fact: Fact) => void;
  readonly log: (error: unknown, path: string) => void;
  /** Why nothing can be taken now; null where it can. */
  readonly shed: () => string | null;
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `POST /webhooks/NAME`: messages that their sender signed, answered once they are on disk. */
export class WebhookChannel {
  readonly #options: WebhookChannelOptions;
  /** What is checked in the place of a secret that there is not: it takes as long, and never fits. */
  readonly #noSecret = new Secret(`whsec_${randomBytes(32).toString("base64")}`);
  readonly #held = new HeldBodies(maxHeldBytes);
  /** Of its own: whoever fails here locks nobody out of what takes a token. */
  readonly #lockout = new Lockout();

  constructor(options: WebhookChannelOptions) {
    this.#options = options;
  }

  async handle(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    address: string,
  ): Promise<void> {
    const { state } = this.#options;
    const name = path.slice(prefix.length);
    const channel = this.#options.config().webhooks.has(name) ? clientOf(name) : webhookChannel;
    state({ type: "connection.changed", channel, delta: 1 });
    const { status, body, headers } = await this.#answer(name, request, address);
    state({ type: "connection.changed", channel, delta: -1 });
    // A known webhook is its own client; nobody knows who else sent one.
    const client = channel === webhookChannel ? null : channel;
    if (status !== accepted) state({ type: "refused", channel, status, client });
    if (response.destroyed) return;
    const text = JSON.stringify(body);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      // What is still to come of a message that is answered is nobody's to wait for.
      ...(!request.complete && { connection: "close" }),
      ...headers,
    });
    response.end(text);
  }

  async #answer(name: string, request: IncomingMessage, address: string): Promise<Answer> {
    if (request.method !== "POST") {
      return { ...refusal(405, "Send a POST to /webhooks/NAME."), headers: { allow: "POST" } };
    }
    const sender = addressBlock(address);
    const key = `${name.slice(0, maxName + 1)} ${sender}`;
    const lockedMs = this.#lockout.waitMs(key, this.#options.now());
    if (lockedMs > 0) {
      return refusal(429, "Too many wrong signatures came from here.", lockedMs);
    }
    const shedding = this.#options.shed();
    if (shedding !== null) return refusal(503, shedding, busyRetryMs);
    const held = this.#held.enter(sender);
    if (held === null) return refusalOf(busy());
    try {
      const answer = await this.#take(name, request, held);
      if (answer.status === wrong) this.#lockout.fail(key, this.#options.now());
      return answer;
    } catch (error) {
      if (error instanceof SlowBodyError) {
        return refusal(408, `The message was not here within ${bodyMs / 1_000} seconds.`);
      }
      if (error instanceof ContractError) return refusalOf(error);
      this.#options.log(error, `${prefix}${name}`);
      return refusal(500, "The gateway itself failed. Its log says how.");
    } finally {
      held.leave();
    }
  }

  async #take(name: string, request: IncomingMessage, held: HeldBody): Promise<Answer> {
    const { jobs, config, now } = this.#options;
    if (!mayBeSigned(request.headers, now())) return refusal(wrong, notSigned);
    const text = await readBody(request, maxBodyBytes, {
      withinMs: bodyMs,
      onHeld: (bytes) => {
        if (!held.holds(bytes)) throw busy();
      },
    });
    const webhook = config().webhooks.get(name);
    const secrets = this.#padded(webhook?.secrets ?? []);
    const messageId = signedMessageId(secrets, request.headers, text);
    if (webhook === undefined || messageId === null) return refusal(wrong, notSigned);
    const message = parseWebhookMessage(text);
    return { status: accepted, body: await jobs.accept({ webhook: name, messageId }, message) };
  }

  /** As many as the webhook with the most has: how long a check takes tells nothing. */
  #padded(secrets: readonly Secret[]): readonly Secret[] {
    const counts = Array.from(
      this.#options.config().webhooks.values(),
      (one) => one.secrets.length,
    );
    const missing = Math.max(1, ...counts) - secrets.length;
    return [...secrets, ...Array.from({ length: missing }, () => this.#noSecret)];
  }
}

const accepted = 202;
const wrong = 401;

/** Whatever was wrong: who does not know the secret learns nothing. */
const notSigned =
  "There is no webhook that this message is for. Check its name, its signature and its timestamp.";

function busy(): ContractError {
  const message = "Many messages are being read now. Send it again.";
  return new ContractError("overloaded", message, { retryAfterMs: busyRetryMs });
}

function refusalOf({ code, message, detail }: ContractError): Answer {
  return refusal(contractErrors[code].http, message, detail.retryAfterMs);
}

function refusal(status: number, message: string, retryAfterMs?: number): Answer {
  return {
    status,
    body: { error: { message } },
    ...(retryAfterMs !== undefined && {
      headers: { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) },
    }),
  };
}
