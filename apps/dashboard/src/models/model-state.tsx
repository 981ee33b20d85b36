import { Link } from "@tanstack/react-router";
import type { ModelRow } from "@signalbox/api-contract";
import { liveWindow } from "./model-order.ts";

const looks: Partial<Record<string, { readonly mark: string; readonly tone: string }>> = {
  ok: { mark: "●", tone: "text-ok" },
  failing: { mark: "▲", tone: "text-bad" },
  "half-open": { mark: "◐", tone: "text-warn" },
  open: { mark: "○", tone: "text-bad" },
  paused: { mark: "❚❚", tone: "text-warn" },
  unknown: { mark: "·", tone: "text-faint" },
};

/** How a model stands as a mark, and as a word wherever it is not well; a red one leads to its failures. */
export function ModelState({ row }: { readonly row: ModelRow }) {
  const { state, stateReason, provider, model } = row;
  const { mark, tone } = looks[state] ?? { mark: "?", tone: "text-faint" };
  const shown = (
    <>
      <span aria-hidden>{mark}</span>{" "}
      <span className={state === "ok" ? "sr-only" : undefined}>{state}</span>
    </>
  );
  const title = stateReason ?? undefined;
  if (tone !== "text-bad") {
    return (
      <span className={tone} title={title}>
        {shown}
      </span>
    );
  }
  return (
    <Link
      to="/requests"
      search={({ window = liveWindow }) => ({ provider, model, outcome: "failed", window })}
      className="text-bad hover:underline"
      title={title}
    >
      {shown}
    </Link>
  );
}
