import { PhaseSwatch } from "../charts/index.ts";
import { formatDuration } from "../figures/figures.ts";
import { PlainText } from "../requests/plain-text.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { cx } from "../ui/index.ts";
import type { AnswerPart } from "./run-view.ts";

export interface AnswerPartsProps {
  readonly parts: readonly AnswerPart[];
  readonly isOver: boolean;
}

/** An answer as it came: what was said, and the tools that were called between. */
export function AnswerParts({ parts, isOver }: AnswerPartsProps) {
  return (
    <div className="grid gap-2 px-3 py-2">
      {parts.length === 0 ? (
        <p className="text-muted">{isOver ? "It said nothing." : "Nothing said yet."}</p>
      ) : null}
      {parts.map((part, i) =>
        part.kind === "tool" ? (
          <ToolPart key={part.callId} part={part} />
        ) : (
          <pre
            // oxlint-disable-next-line react/no-array-index-key -- Parts come at the end, and none changes its place.
            key={i}
            className="font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap"
          >
            <PlainText text={part.text} isStreaming={!isOver && i === parts.length - 1} />
          </pre>
        ),
      )}
    </div>
  );
}

const words = { started: "runs", ended: "answered", failed: "failed" } as const;

function ToolPart({ part }: { readonly part: Extract<AnswerPart, { kind: "tool" }> }) {
  const { tool, state, input, output, durationMs } = part;
  const took = durationMs === null ? "" : ` in ${formatDuration(durationMs)}`;
  return (
    <section className="rounded-md border border-line-soft">
      <h3
        className={cx(
          "flex items-center gap-2 px-2.5 py-1.25 text-xs font-semibold",
          state === "failed" && "text-bad",
        )}
      >
        <PhaseSwatch phase="tool" />
        tool · {visibleText(tool)}
        <span className="font-[450] text-muted">
          {words[state]}
          {took}
        </span>
      </h3>
      <pre className="border-t border-line-soft px-2.5 py-1.5 font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap">
        {input === null ? null : <PlainText text={input} />}
        {output === null ? null : (
          <div className="text-muted">
            → <PlainText text={output} />
          </div>
        )}
      </pre>
    </section>
  );
}
