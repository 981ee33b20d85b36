import type { ReactNode } from "react";
import { formatCount } from "../figures/figures.ts";
import { useShown } from "../live/index.ts";
import { clockText } from "../time/moment-text.ts";
import type { Evidence } from "./ask-evidence.ts";
import { percent } from "./percent.ts";

/** Counts that are never added together: what failed, what was saved, what tools failed, what is overdue. */
export function EvidenceCounts({ evidence }: { readonly evidence: Evidence }) {
  const { all, recovered, toolFailures, kinds, from, to } = evidence;
  const overdue = useShown(({ metrics }) => metrics.overdue);
  return (
    <section aria-label="Counts">
      <h2 className="mb-1.5 text-xs font-semibold">
        What ended{" "}
        <span className="font-[450] text-muted">
          from {clockText(from)} to {clockText(to)}
        </span>
      </h2>
      <dl className="live-value grid grid-cols-2 gap-2.5 sm:grid-cols-4">
        <Fact name="failed" isBad={all.failed > 0}>
          {formatCount(all.failed)} of {formatCount(all.ended)}
          {all.ended === 0 ? null : ` · ${percent(all.failed / all.ended)}`}
        </Fact>
        <Fact name="attempts that were saved">{formatCount(recovered)}</Fact>
        <Fact name="tool calls that failed">{formatCount(toolFailures)}</Fact>
        <Fact name="overdue in flight">{formatCount(overdue)}</Fact>
      </dl>
      {kinds.length === 0 ? null : (
        <p className="mt-2 text-muted">
          Failed with{" "}
          {kinds.map(([kind, count], i) => (
            <span key={kind}>
              {i > 0 && ", "}
              <code className="font-mono text-xs text-text">{kind}</code> {formatCount(count)}
            </span>
          ))}
          .
        </p>
      )}
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly isBad?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, isBad = false, children }: FactProps) {
  return (
    <div className="rounded-lg border border-line bg-surface px-3 py-2">
      <dt className="text-2xs text-muted">{name}</dt>
      <dd className={isBad ? "font-medium text-bad" : "font-medium"}>{children}</dd>
    </div>
  );
}
