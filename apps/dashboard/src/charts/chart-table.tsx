import { AsTable } from "./as-table.tsx";
import type { ChartContent } from "./chart-content.ts";
import { pointLabel } from "./ticks.ts";

export interface ChartTableProps {
  readonly title: string;
  /** Read while the table is open. */
  readonly content: () => ChartContent;
  readonly unit: (value: number) => string;
  readonly onOpen: ((requestId: string) => void) | undefined;
}

/** The newest points as a table, for who can't see the chart; what is marked on it, and its requests. */
export function ChartTable({ title, content, unit, onOpen }: ChartTableProps) {
  return (
    <AsTable of={title}>
      {() => <Open title={title} content={content()} unit={unit} onOpen={onOpen} />}
    </AsTable>
  );
}

function Open({
  title,
  content,
  unit,
  onOpen,
}: Omit<ChartTableProps, "content"> & { readonly content: ChartContent }) {
  const { series, data, dots = [] } = content;
  return (
    <>
      <Notes content={content} />
      {dots.length === 0 || onOpen === undefined ? null : (
        <ul aria-label={`Requests on ${title}`} className="mt-1">
          {dots.map(({ id, t, kind, label }) => (
            <li key={`${kind} ${id}`}>
              <button type="button" onClick={() => onOpen(id)} className="text-info">
                {pointLabel(t, data.t)} {label}
              </button>
            </li>
          ))}
        </ul>
      )}
      <table className="mt-1 text-right">
        <caption className="sr-only">{title}, newest first</caption>
        <thead>
          <tr className="text-muted">
            <th scope="col" className="font-medium">
              time
            </th>
            {series.map((one) => (
              <th key={one.key} scope="col" className="pl-3 font-medium">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newestFirst(data.t).map(({ t, i }) => (
            <tr key={t}>
              <th scope="row" className="font-normal">
                {pointLabel(t, data.t)}
              </th>
              {series.map((one, s) => {
                const value = data.values[s]?.[i] ?? null;
                return (
                  <td key={one.key} className="pl-3">
                    {value === null ? "no data" : unit(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Notes({ content }: { readonly content: ChartContent }) {
  const { data, marks = [], spans = [] } = content;
  if (marks.length + spans.length === 0) return null;
  return (
    <ul aria-label="Marks" className="mt-1">
      {marks.map(({ t, label, detail }) => (
        <li key={`${t} ${label}`}>
          {pointLabel(t, data.t)} {label}: {detail}
        </li>
      ))}
      {spans.map(({ from, to, detail }) => (
        <li key={`${from} ${detail}`}>
          {pointLabel(from, data.t)} to {pointLabel(to, data.t)} {detail}
        </li>
      ))}
    </ul>
  );
}

const mostRows = 120;

function newestFirst(times: readonly number[]): { t: number; i: number }[] {
  return times
    .map((t, i) => ({ t, i }))
    .reverse()
    .slice(0, mostRows);
}
