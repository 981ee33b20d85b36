import type { ErrorGroup } from "@signalbox/api-contract";

/** A group of failures for tests. */
export function errorGroup(more: Partial<ErrorGroup> = {}): ErrorGroup {
  return {
    fingerprint: "f00d",
    errorKind: "rate_limit",
    message: "429 from the provider",
    count: 1,
    counts: [1],
    knownSince: 1_000,
    firstSeenAt: 1_000,
    lastSeenAt: 1_000,
    sampleRequestIds: [],
    clients: [],
    setsApart: [],
    ...more,
  };
}
