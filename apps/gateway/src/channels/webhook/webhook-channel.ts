import type { IncomingMessage, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import { ContractError, contractErrors } from "@signalbox/api-contract";
import type { Auth } from "../../auth/index.ts";
import { Secret, type Config } from "../../config/index.ts";
import { readBody } from "../../http/read-body.ts";
import type { Fact } from "../../recorder/index.ts";
import { AtOnce } from "./at-once.ts";
import { clientOf, webhookChannel } from "./job.ts";
import { signedMessageId } from "./signature.ts";
import type { WebhookJobs } from "./webhook-jobs.ts";
import { parseWebhookMessage } from "./webhook-message.ts";

const maxBodyBytes = 4 * 1024 * 1024;
/** Messages read and kept at once. */
const maxAtOnce = 64;
const busyRetryMs = 1_000;
const prefix = "/webhooks/";

export interface WebhookChannelOptions {
  readonly config: () => Config;
  readonly auth: Pick<Auth, "lockedOut" | "failed">;
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
  readonly #atOnce = new AtOnce(maxAtOnce);

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
    if (status !== accepted) state({ type: "refused", channel, status });
    if (response.destroyed) return;
    const text = JSON.stringify(body);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      ...headers,
    });
    response.end(text);
  }

  async #answer(name: string, request: IncomingMessage, address: string): Promise<Answer> {
    if (request.method !== "POST") {
      return { ...refusal(405, "Send a POST to /webhooks/NAME."), headers: { allow: "POST" } };
    }
    const locked = this.#options.auth.lockedOut(address);
    if (locked !== null) {
      return refusal(429, "Too many wrong signatures came from here.", locked.retryAfterMs);
    }
    const shedding = this.#options.shed();
    if (shedding !== null) return refusal(503, shedding, busyRetryMs);
    const leave = this.#atOnce.enter(address);
    if (leave === null) {
      return refusal(503, "Many messages are being read now. Send it again.", busyRetryMs);
    }
    try {
      return await this.#take(name, request, address);
    } catch (error) {
      if (error instanceof ContractError) return refusalOf(error);
      this.#options.log(error, `${prefix}${name}`);
      return refusal(500, "The gateway itself failed. Its log says how.");
    } finally {
      leave();
    }
  }

  async #take(name: string, request: IncomingMessage, address: string): Promise<Answer> {
    const { auth, jobs, config } = this.#options;
    const text = await readBody(request, maxBodyBytes);
    const webhook = config().webhooks.get(name);
    const secrets = this.#padded(webhook?.secrets ?? []);
    const messageId = signedMessageId(secrets, request.headers, text);
    if (webhook === undefined || messageId === null) {
      auth.failed(address);
      return refusal(401, notSigned);
    }
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

/** Whatever was wrong: who does not know the secret learns nothing. */
const notSigned =
  "There is no webhook that this message is for. Check its name, its signature and its timestamp.";

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
