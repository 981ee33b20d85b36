import { Link } from "@tanstack/react-router";
import { formatCount } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { cx } from "../ui/index.ts";
import type { Evidence } from "./ask-evidence.ts";
import type { CountedDimension, CountedValue } from "./count-evidence.ts";
import { cell, EvidenceColumn } from "./evidence-column.tsx";
import { evidenceWindow } from "./evidence-window.ts";
import { failedSearch } from "./failed-search.ts";
import { percent } from "./percent.ts";

/** Of each dimension; what comes after has less of the failures than these. */
const valuesShown = 6;

/** Where the failures are: each value's share of them beside its share of all that went well. */
export function EvidenceTable({ evidence }: { readonly evidence: Evidence }) {
  const shown = evidence.dimensions.filter(({ values }) => values.length > 0);
  if (shown.length === 0) return null;
  return (
    <section aria-label="Failed against the rest">
      <h2 className="mb-1.5 text-xs font-semibold">
        Failed against the rest{" "}
        <span className="font-[450] text-muted">by all that requests are told apart by</span>
      </h2>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <table className="live-value w-full table-fixed text-xs">
          <thead className="text-muted">
            <tr>
              <EvidenceColumn name="value" look="text-left" />
              <EvidenceColumn name="failed" look="w-24 text-right" />
              <EvidenceColumn name="of the failed" look="w-[24%] text-left" />
              <EvidenceColumn name="of the rest" look="w-[24%] text-left" />
            </tr>
          </thead>
          {shown.map((counted) => (
            <DimensionRows key={counted.dimension} counted={counted} />
          ))}
        </table>
      </div>
    </section>
  );
}

function DimensionRows({ counted: { dimension, values } }: { readonly counted: CountedDimension }) {
  const more = values.length - valuesShown;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4} className="px-3 pt-2 pb-0.5 text-left text-2xs text-faint">
          {dimension}
        </th>
      </tr>
      {values.slice(0, valuesShown).map((row) => (
        <tr key={row.value}>
          <th scope="row" className={cx(cell, "truncate text-left font-normal")}>
            <Value dimension={dimension} row={row} />
          </th>
          <td className={cx(cell, "text-right")}>
            {formatCount(row.failed)} of {formatCount(row.ended)}
          </td>
          <td className={cell}>
            <Share share={row.shareOfFailed} look="fill-bad" />
          </td>
          <td className={cell}>
            {row.shareOfRest === null ? (
              <span className="text-faint">no rest</span>
            ) : (
              <Share share={row.shareOfRest} look="fill-faint" />
            )}
          </td>
        </tr>
      ))}
      {more > 0 && (
        <tr>
          <td colSpan={4} className={cx(cell, "text-faint")}>
            {formatCount(more)} more
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface ValueProps {
  readonly dimension: CountedDimension["dimension"];
  readonly row: CountedValue;
}

/** Leads to its failed requests, where it has any. */
function Value({ dimension, row: { value, failed } }: ValueProps) {
  const text = visibleText(dimension === "model" ? value.replace("/", " · ") : value);
  if (failed === 0) return text;
  return (
    <Link
      to="/requests"
      search={{ ...failedSearch(dimension, value), window: evidenceWindow }}
      className="hover:underline"
    >
      {text}
    </Link>
  );
}

function Share({ share, look }: { readonly share: number; readonly look: string }) {
  return (
    <span className="flex items-center gap-2">
      <span className="w-10 shrink-0 text-right">{percent(share)}</span>
      <svg
        aria-hidden
        className="h-1.5 min-w-0 flex-1"
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
      >
        <rect width={Math.round(share * 100)} height="6" className={look} />
      </svg>
    </span>
  );
}
