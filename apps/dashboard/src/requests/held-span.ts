import type { Span } from "@signalbox/api-contract";

/** A wait before an attempt, for a request that had left its lane's queue: it holds its lane all the while. */
export function isHeld({ kind, modelCall }: Pick<Span, "kind" | "modelCall">): boolean {
  return kind === "queue" && modelCall !== null;
}
