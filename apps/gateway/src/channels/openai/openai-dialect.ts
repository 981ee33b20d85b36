import { wireErrorType } from "../../http/wire-error.ts";
import type { ChannelError } from "../channel-error.ts";
import type { Dialect } from "../dialect.ts";

/** Where OpenAI has a code of its own for it. */
const codes: Readonly<Record<string, string>> = {
  context_length: "context_length_exceeded",
  rate_limit: "rate_limit_exceeded",
  auth: "upstream_auth",
  budget: "insufficient_quota",
};

/** What OpenAI's clients send and read on all of their routes. */
export const openAiDialect: Dialect = {
  channel: "openai",
  requestIdHeaders: ["x-request-id"],
  forwarded: () => ({}),
  statusOf: ({ status }) => status,
  errorBody: openAiErrorBody,
};

/** Its message, and by type and code what to do about it. */
export function openAiErrorBody(error: ChannelError): string {
  const { message, status } = error;
  const type = wireErrorType(status);
  return JSON.stringify({ error: { message, type, param: null, code: openAiCode(error) } });
}

export function openAiCode({ code }: ChannelError): string {
  return codes[code] ?? code;
}
