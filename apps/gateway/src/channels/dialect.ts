import type { IncomingHttpHeaders } from "node:http";
import type { ChannelError } from "./channel-error.ts";

/** What all routes of one kind of client have in common. */
export interface Dialect {
  /** The channel of what comes by it. */
  readonly channel: "openai" | "anthropic";
  /** The headers by which its clients find the request again. */
  readonly requestIdHeaders: readonly string[];
  /** Of the client's own headers, those that a provider is to see. */
  readonly forwarded: (headers: IncomingHttpHeaders) => Readonly<Record<string, string>>;
  /** The status that its clients know for it. */
  readonly statusOf: (error: ChannelError) => number;
  readonly errorBody: (error: ChannelError) => string;
}
