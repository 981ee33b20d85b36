import { clientChosenId, ContractError } from "@signalbox/api-contract";
import { parseJsonBody, type JsonObject } from "../json-body.ts";

/** What a webhook's payload asks for. */
export interface WebhookMessage {
  /** What the agent is told. */
  readonly message: string;
  readonly sessionId: string | null;
  readonly requestId: string | null;
}

/** As over tRPC. */
const maxMessageLength = 1_000_000;
/** A larger payload is told as it came: indenting deep ones makes them many times as large. */
const maxIndentedLength = 65_536;

/** Throws `invalid`, or `too_large` for a message that no agent is told. */
export function parseWebhookMessage(text: string): WebhookMessage {
  const payload = parseJsonBody(text);
  const message = messageOf(payload, text);
  if (message.length > maxMessageLength) {
    throw new ContractError(
      "too_large",
      `The message has ${message.length} characters, and ${maxMessageLength} are taken.`,
    );
  }
  return {
    message,
    sessionId: idOf(payload, "sessionId"),
    requestId: idOf(payload, "requestId"),
  };
}

/** A payload without a message of its own is told as it is. */
function messageOf(payload: JsonObject, text: string): string {
  const { message } = payload;
  if (typeof message === "string" && message !== "") return message;
  if (text.length > maxIndentedLength) return text;
  const indented = JSON.stringify(payload, null, 2);
  return indented.length > maxMessageLength ? text : indented;
}

function idOf(payload: JsonObject, key: "sessionId" | "requestId"): string | null {
  const value = payload[key];
  if (value === undefined || value === null) return null;
  const parsed = clientChosenId.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ContractError(
    "invalid",
    `${key} must have 1 to 128 letters, digits or . _ : @ / + = -`,
  );
}
