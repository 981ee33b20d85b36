import type { McpServerRow } from "@signalbox/api-contract";
import { ActionButton } from "../actions/index.ts";
import { formatAge } from "../figures/figures.ts";
import { cursorLook, ownActive, rowId } from "../rows/grid-row.ts";
import { GridTable } from "../rows/grid-table.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { Badge, ColumnHeads, cx } from "../ui/index.ts";

const cell = "border-b border-line-soft px-2.5 py-1.5 text-left align-top whitespace-nowrap";
const tones = {
  ready: "ok",
  starting: "info",
  backoff: "warn",
  disabled: "bad",
  stopped: "neutral",
} as const;

export function serverRowId({ name }: McpServerRow): string {
  return rowId("server", name);
}

export interface ServerTableProps {
  readonly rows: readonly McpServerRow[];
  readonly now: number;
  /** The id of the row that the keyboard is at, of whichever list. */
  readonly active: string | undefined;
  readonly whyNot: string | null;
  readonly onRestart: (row: McpServerRow) => void;
}

/** The MCP servers of the config: whether they run, and what they last said where they don't. */
export function ServerTable({ rows, now, active, whyNot, onRestart }: ServerTableProps) {
  return (
    <GridTable
      label="MCP servers"
      activeId={ownActive(rows, serverRowId, active)}
      className="live-value w-full text-xs"
    >
      <thead>
        <tr className="text-muted">
          <ColumnHeads
            heads={["server", "state", "since", "restarts", "tools", "held", "why", "actions"]}
            className={cell}
          />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.name}
            id={serverRowId(row)}
            className={cx("scroll-mt-8", serverRowId(row) === active && cursorLook)}
          >
            <th scope="row" className={cx(cell, "font-mono font-normal")}>
              {visibleText(row.name)} <span className="text-muted">{row.kind}</span>
            </th>
            <td className={cell}>
              <Badge tone={tones[row.state]}>{row.state}</Badge>
            </td>
            <td className={cell}>{formatAge(Math.max(0, now - row.since))}</td>
            <td className={cell}>{row.restarts}</td>
            <td className={cell}>{row.tools}</td>
            <td className={cx(cell, row.held > 0 ? "text-warn" : undefined)}>{row.held}</td>
            <td className={cx(cell, "w-full text-muted whitespace-normal")}>
              {whyText(row, now)}
              {row.state === "ready" || row.stderr.length === 0 ? null : (
                <pre className="mt-1 max-h-24 overflow-auto font-mono text-2xs whitespace-pre-wrap">
                  {visibleText(row.stderr.join("\n"))}
                </pre>
              )}
            </td>
            <td className={cell}>
              <ActionButton
                whyNot={whyNot}
                aria-label={`Restart ${row.name}`}
                onClick={() => onRestart(row)}
              >
                Restart…
              </ActionButton>
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}

function whyText({ reason, nextAttemptAt }: McpServerRow, now: number): string {
  const next =
    nextAttemptAt === null ? "" : ` Tried again in ${formatAge(Math.max(0, nextAttemptAt - now))}.`;
  return `${visibleText(reason ?? "")}${next}`;
}
