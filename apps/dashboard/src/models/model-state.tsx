import type { ModelRow } from "@signalbox/api-contract";

const looks: Partial<Record<string, { readonly mark: string; readonly tone: string }>> = {
  ok: { mark: "●", tone: "text-ok" },
  failing: { mark: "▲", tone: "text-bad" },
  "half-open": { mark: "◐", tone: "text-warn" },
  open: { mark: "○", tone: "text-bad" },
  paused: { mark: "❚❚", tone: "text-warn" },
  unknown: { mark: "·", tone: "text-faint" },
};

/** The breaker's state as a mark, and as a word wherever it is not well. */
export function ModelState({ row: { state, stateReason } }: { readonly row: ModelRow }) {
  const { mark, tone } = looks[state] ?? { mark: "?", tone: "text-faint" };
  return (
    <span className={tone} title={stateReason ?? undefined}>
      <span aria-hidden>{mark}</span>{" "}
      <span className={state === "ok" ? "sr-only" : undefined}>{state}</span>
    </span>
  );
}
