import { Link } from "@tanstack/react-router";
import type { ComponentState } from "@signalbox/api-contract";
import { formatAge } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { ColumnHeads, Dot } from "../ui/index.ts";
import { around } from "./around.ts";
import { statusTones } from "./health-words.ts";

const cell = "border-b border-line-soft px-2.5 py-2 text-left align-top first:pl-3 last:pr-3";
const words = { ok: "text-ok", warn: "text-warn", error: "text-bad" } as const;

export interface ComponentTableProps {
  readonly rows: readonly ComponentState[];
  readonly now: number;
  /** As of a moment: what was written down is what was said at the change. */
  readonly isPast: boolean;
}

/** Each part of the gateway and why it is as it is; all of a row leads to the events around its change. */
export function ComponentTable({ rows, now, isPast }: ComponentTableProps) {
  return (
    <table className="live-value w-full text-xs">
      <caption className="sr-only">Components of the gateway, the worst first</caption>
      <thead>
        <tr className="text-muted">
          <ColumnHeads
            heads={["component", "state", "since", isPast ? "why, as it was said then" : "why"]}
            className={cell}
          />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, status, reason, since }) => (
          <tr key={name} className="relative hover:bg-raised">
            <th scope="row" className={`${cell} font-medium whitespace-nowrap`}>
              <Link
                to="/events"
                search={around(since, now)}
                title={`Events around ${new Date(since).toLocaleString()}`}
                className="after:absolute after:inset-0 hover:underline"
              >
                {visibleText(name)}
              </Link>
            </th>
            <td className={`${cell} whitespace-nowrap ${words[status]}`}>
              <Dot tone={statusTones[status]} className="mr-1.5" />
              {status}
            </td>
            <td className={`${cell} whitespace-nowrap text-muted`}>
              {formatAge(Math.max(0, now - since))}
            </td>
            <td className={`${cell} w-full text-muted`}>{visibleText(reason)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
