import type { SessionRow } from "@signalbox/api-contract";

/** A session for tests. */
export function sessionRow(more: Partial<SessionRow> = {}): SessionRow {
  return {
    sessionId: "s",
    client: "crm",
    clientId: "t",
    lane: "t/s",
    messages: 2,
    createdAt: 1_000,
    updatedAt: 2_000,
    requests: 1,
    failed: 0,
    inputTokens: 10,
    outputTokens: 20,
    costUsd: 0.5,
    unpriced: 0,
    cursor: "",
    ...more,
  };
}
