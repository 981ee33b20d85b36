import { createHash } from "node:crypto";
import type { ErrorGroup } from "@signalbox/api-contract";
import type { ErrorsPort } from "@signalbox/api-contract/server";
import type { RequestLog } from "../recorder/index.ts";

const samplesPerGroup = 5;
const fingerprintLength = 12;

/** Failures of the requests in memory that are the same but for their numbers, the most frequent first. */
export function createErrorsPort(log: RequestLog): ErrorsPort {
  return {
    groups() {
      const groups = new Map<string, ErrorGroup>();
      for (const { accepted, outcome, errorKind, errorMessage, endedAt } of log.ended()) {
        if (outcome !== "failed" || endedAt === null) continue;
        const message = errorMessage ?? "";
        const fingerprint = fingerprintOf(errorKind ?? "internal", message);
        const group = groups.get(fingerprint) ?? {
          fingerprint,
          errorKind: errorKind ?? "internal",
          message,
          count: 0,
          firstSeenAt: endedAt,
          lastSeenAt: endedAt,
          sampleRequestIds: [],
        };
        group.count += 1;
        group.firstSeenAt = Math.min(group.firstSeenAt, endedAt);
        if (group.sampleRequestIds.length < samplesPerGroup) {
          group.sampleRequestIds.push(accepted.id);
        }
        groups.set(fingerprint, group);
      }
      return [...groups.values()].sort((a, b) => b.count - a.count);
    },
  };
}

/** Numbers, ids and quoted parts differ from case to case; what is left is the failure. */
function fingerprintOf(kind: string, message: string): string {
  const shape = message.replaceAll(/"[^"]*"|[\da-f-]{8,}|\d+/gi, "#");
  return createHash("sha256").update(`${kind} ${shape}`).digest("hex").slice(0, fingerprintLength);
}
