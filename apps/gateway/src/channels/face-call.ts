import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Caller } from "@signalbox/api-contract/server";
import type { CancelledError, RequestSpec } from "../requests/index.ts";
import { routeOf } from "../upstream/index.ts";
import type { Face, FaceBody } from "./face.ts";

/** A request that came by a face, read and not yet answered. */
export interface FaceCall {
  readonly face: Face;
  readonly id: string;
  readonly caller: Caller;
  readonly sessionId: string | null;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Ends it for a reason that its client gave, and its connection. */
  readonly giveUp: (reason: CancelledError) => void;
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
  /** The client's own bytes. */
  readonly text: string;
  readonly body: FaceBody;
}

/** What the registry is told of it, whoever answers. */
export function specOf(call: FaceCall) {
  const { id, caller, sessionId, signal, text, face } = call;
  return {
    id,
    caller,
    channel: face.dialect.channel,
    sessionId,
    route: `POST ${routeOf[face.wire]}`,
    body: text,
    signal,
  } satisfies Partial<RequestSpec>;
}
