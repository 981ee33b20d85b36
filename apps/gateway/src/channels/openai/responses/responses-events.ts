import type { ChannelError } from "../../channel-error.ts";
import { openAiCode } from "../openai-dialect.ts";

/** One event of a response's stream. */
export function responsesEvent(
  type: string,
  sequenceNumber: number,
  members: Readonly<Record<string, unknown>>,
): string {
  const data = { type, sequence_number: sequenceNumber, ...members };
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What the official clients throw when it comes in a stream. */
export function errorEvent(error: ChannelError, sequenceNumber: number): string {
  const { message } = error;
  return responsesEvent("error", sequenceNumber, { code: openAiCode(error), message, param: null });
}

const sequenceNumbers = /"sequence_number"\s*:\s*(\d{1,15})/g;

/** Goes on counting where a provider's stream broke off. */
export function nextSequenceNumber(tail: Buffer | null): number {
  const last = [...(tail?.toString("latin1") ?? "").matchAll(sequenceNumbers)].at(-1);
  return last === undefined ? 0 : Number(last[1]) + 1;
}
