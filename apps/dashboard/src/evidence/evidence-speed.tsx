import { Link } from "@tanstack/react-router";
import { problemOf } from "../api/index.ts";
import type { RequestsSearch } from "../app/search.ts";
import { formatCount, formatDuration } from "../figures/figures.ts";
import { formatCall } from "../requests/call-filter.ts";
import { clockText } from "../time/moment-text.ts";
import { visibleText } from "../ui/visible-text.ts";
import { cx } from "../ui/index.ts";
import { callBeyond, type SpeedEvidence } from "./ask-speed.ts";
import { cell, EvidenceColumn } from "./evidence-column.tsx";
import { EvidenceSamples } from "./evidence-samples.tsx";
import { evidenceWindow } from "./evidence-window.ts";
import { slowProviders, type ComparedSpeed, type SpeedPhase } from "./speed.ts";
import { useSpeed } from "./use-speed.ts";

const shown = 8;
const phaseNames = {
  ttft: "first token",
  gap: "gap between tokens",
  tool: "tool",
} as const satisfies Record<SpeedPhase, string>;

/** What is slower than it was: which phase, of which model or tool, and calls that took long to look at. */
export function EvidenceSpeed() {
  const { data, error } = useSpeed();
  if (data === undefined) {
    return error === null ? null : (
      <p className="text-warn">How fast it was can't be shown. {problemOf(error)}</p>
    );
  }
  if (data.speeds.length === 0) return null;
  return (
    <>
      <SpeedTable speed={data} />
      {data.sampled === null ? null : (
        <EvidenceSamples
          label="Slow samples"
          note={`${phaseNames[data.sampled.phase]} of ${nameText(data.sampled)} over ${formatDuration(data.sampled.limitMs)}, the newest`}
          rows={data.samples}
          told={(row) => ({
            mark: row.ttft === null ? "" : `first token ${formatDuration(row.ttft)}`,
            text: row.tokensPerSec === null ? "" : `${Math.round(row.tokensPerSec)} tokens/s`,
          })}
        />
      )}
    </>
  );
}

function SpeedTable({ speed: { from, to, speeds } }: { readonly speed: SpeedEvidence }) {
  const providers = (["ttft", "gap"] as const).flatMap((phase) =>
    slowProviders(speeds, phase).map((name) => ({ phase, name })),
  );
  const more = speeds.length - shown;
  return (
    <section aria-label="Speed">
      <h2 className="mb-1.5 text-xs font-semibold">
        Speed{" "}
        <span className="font-[450] text-muted">
          95 % were faster: from {clockText(from)} to {clockText(to)}, and in the hour before
        </span>
      </h2>
      {providers.map(({ phase, name }) => (
        <p key={`${phase} ${name}`} className="mb-1.5 text-warn">
          {phaseNames[phase]}: all models of {visibleText(name)} that were called are slow.
        </p>
      ))}
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <table className="live-value w-full table-fixed text-xs">
          <thead className="text-muted">
            <tr>
              <EvidenceColumn name="what" look="text-left" />
              <EvidenceColumn name="calls" look="w-16 text-right max-sm:hidden" />
              <EvidenceColumn name="before" look="w-20 text-right" />
              <EvidenceColumn name="now" look="w-20 text-right" />
              <EvidenceColumn name="change" look="w-24 text-right" />
            </tr>
          </thead>
          <tbody>
            {speeds.slice(0, shown).map((one) => (
              <SpeedLine key={`${one.phase} ${one.name}`} speed={one} />
            ))}
            {more > 0 ? (
              <tr>
                <td colSpan={5} className={cx(cell, "text-faint")}>
                  {formatCount(more)} more
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function SpeedLine({ speed }: { readonly speed: ComparedSpeed }) {
  const { phase, calls, p95, before, isSlow } = speed;
  const number = cx(cell, "text-right whitespace-nowrap");
  return (
    <tr>
      <th scope="row" className={cx(cell, "truncate text-left font-normal")}>
        <span className="text-muted">{phaseNames[phase]}</span>{" "}
        <Link to="/requests" search={causeOf(speed)} className="hover:underline">
          {nameText(speed)}
        </Link>
      </th>
      <td className={cx(number, "max-sm:hidden")}>{formatCount(calls)}</td>
      <td className={cx(number, "text-muted")}>
        {before === null ? "too few" : formatDuration(before)}
      </td>
      <td className={number}>{formatDuration(p95)}</td>
      <td className={cx(number, isSlow ? "font-medium text-warn" : "text-muted")}>
        {isSlow ? "slow " : ""}
        {before === null || before === 0 ? "" : `${(p95 / before).toFixed(1)}×`}
      </td>
    </tr>
  );
}

/** To the calls that took long where it is slow, else to all of it. */
function causeOf(speed: ComparedSpeed): RequestsSearch & { readonly window: string } {
  const call = callBeyond(speed);
  if (call === null) return { tool: speed.name, sort: "age", window: evidenceWindow };
  if (speed.isSlow) return { call: formatCall(call), sort: "ttft", window: evidenceWindow };
  return { provider: call.provider, model: call.model, sort: "ttft", window: evidenceWindow };
}

function nameText({ phase, name }: ComparedSpeed): string {
  return visibleText(phase === "tool" ? name : name.replace("/", " · "));
}
