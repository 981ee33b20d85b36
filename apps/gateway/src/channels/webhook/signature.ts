import type { IncomingHttpHeaders } from "node:http";
import { Webhook } from "standardwebhooks";
import type { Secret } from "../../config/index.ts";

/** Of a message's id: it stands before a full stop in what is signed, and so holds none. */
const messageId = /^[!-\-/-~]{1,256}$/;

/** As the library has it. */
const toleranceMs = 5 * 60_000;
const seconds = /^\d{1,12}$/;
/** One signature in the list: HMAC-SHA256 in base64. */
const signature = /(?:^|\s)v1,[A-Za-z0-9+/]{43}=(?:\s|$)/;

/** Whether the headers alone leave it open that a message is signed: of one that can't be, nothing is read. */
export function mayBeSigned(headers: IncomingHttpHeaders, now: number): boolean {
  const at = headerOf(headers, "webhook-timestamp");
  return (
    messageId.test(headerOf(headers, "webhook-id")) &&
    signature.test(headerOf(headers, "webhook-signature")) &&
    seconds.test(at) &&
    Math.abs(now - Number(at) * 1_000) <= toleranceMs + 1_000
  );
}

/**
 * The id of a message that one of the secrets has signed in the last five minutes, or null. Every secret
 * is tried whichever fits, and signatures are compared in constant time.
 * Source: github.com/standard-webhooks/standard-webhooks, spec.
 */
export function signedMessageId(
  secrets: readonly Secret[],
  headers: IncomingHttpHeaders,
  body: string,
): string | null {
  const id = headerOf(headers, "webhook-id");
  const signed = {
    "webhook-id": id,
    "webhook-timestamp": headerOf(headers, "webhook-timestamp"),
    "webhook-signature": headerOf(headers, "webhook-signature"),
  };
  const fitting = secrets.filter((secret) => isSigned(secret, signed, body));
  return fitting.length > 0 && messageId.test(id) ? id : null;
}

/** The headers of a message of ours, signed with each of the secrets. */
export function signatureHeaders(
  secrets: readonly Secret[],
  message: { readonly id: string; readonly body: string; readonly at: number },
): Record<string, string> {
  const { id, body, at } = message;
  const date = new Date(at);
  const signatures = secrets.map((secret) => new Webhook(secret.reveal()).sign(id, date, body));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}

function isSigned(secret: Secret, headers: Record<string, string>, body: string): boolean {
  try {
    new Webhook(secret.reveal()).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}
