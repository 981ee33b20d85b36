import type { Caller } from "@signalbox/api-contract/server";
import { laneKey } from "../lanes/index.ts";
import type { AcceptedRequest } from "../recorder/index.ts";

/** What a channel knows of a request that it lets in. */
export interface RequestSpec {
  readonly id: string;
  readonly caller: Caller;
  readonly channel: string;
  /** The session the client named; null gives the request a lane of its own. */
  readonly sessionId: string | null;
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly practice: boolean;
  /** Whose concurrency it takes a share of. */
  readonly pool: string;
  readonly route: string;
  /** As the client sent it; held until the request ends, and counted against what all may hold. */
  readonly body: string;
  /** All of it, queueing included, has to be over by then. */
  readonly deadlineMs: number;
  /** Aborts with a CancelledError when nobody waits for it any more, before or after its acceptance. */
  readonly signal: AbortSignal;
  /** Told when it is in its lane, and so was not refused. */
  readonly onAccepted?: () => void;
}

export function laneOf({ caller, sessionId, id }: RequestSpec): string {
  return laneKey(caller.tokenId, sessionId, id);
}

export function sessionOf(spec: RequestSpec): string {
  return spec.sessionId ?? spec.id;
}

/** What is stated of it when it is accepted. */
export function accepted(spec: RequestSpec): AcceptedRequest {
  const { caller, channel, sessionId } = spec;
  return {
    id: spec.id,
    sessionId: sessionOf(spec),
    lane: laneOf(spec),
    laneLabel: `${channel} · ${sessionId ?? caller.name}`,
    oneShot: sessionId === null,
    channel,
    client: caller.name,
    clientId: caller.tokenId,
    agent: spec.agent,
    provider: spec.provider,
    model: spec.model,
    practice: spec.practice,
    route: spec.route,
    body: spec.body,
  };
}
