import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";

/** A secret of a webhook, as its owner makes one. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

export interface Sending {
  readonly secret: string;
  readonly id?: string;
  /** When it says it was signed; now unless told. */
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent in the place of what was signed. */
  readonly sent?: string;
}

/** Sends a message as any system with a Standard Webhooks library does. */
export async function sendWebhook(
  url: string,
  payload: object | string,
  { secret, id = `msg_${randomUUID()}`, at = Date.now(), headers, sent }: Sending,
) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at / 1_000)),
      "webhook-signature": new Webhook(secret).sign(id, new Date(at), body),
      ...headers,
    },
    body: sent ?? body,
  });
  const text = await response.text();
  const answer: unknown = JSON.parse(text);
  return { status: response.status, answer, text, retryAfter: response.headers.get("retry-after") };
}
