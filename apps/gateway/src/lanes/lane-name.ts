import { allLanes } from "@signalbox/api-contract";

/** What a lane's key is made of; null where it is no lane's. */
export interface LaneName {
  readonly tokenId: string;
  readonly session: string;
  /** It serves one request alone, which gave no session; `session` is then that request's id. */
  readonly oneShot: boolean;
}

/** Sessions, and so lanes, belong to the token that named them. */
export function laneKey(tokenId: string, sessionId: string | null, requestId: string): string {
  return sessionId === null ? `${tokenId}/~${requestId}` : `${tokenId}/${sessionId}`;
}

export function parseLaneKey(key: string): LaneName | null {
  const slash = key.indexOf("/");
  if (key === allLanes || slash < 1 || slash === key.length - 1) return null;
  const session = key.slice(slash + 1);
  // No session's name begins with it.
  const oneShot = session.startsWith("~");
  return { tokenId: key.slice(0, slash), session: oneShot ? session.slice(1) : session, oneShot };
}

/** What people call a lane by its key alone: whose it is, and which session. */
export function laneLabel(key: string, nameOf: (tokenId: string) => string): string {
  if (key === allLanes) return "All lanes";
  const name = parseLaneKey(key);
  return name === null ? key : `${nameOf(name.tokenId)} · ${name.session}`;
}
