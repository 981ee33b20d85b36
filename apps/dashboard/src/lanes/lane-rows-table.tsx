import { Link } from "@tanstack/react-router";
import { allLanes, type LaneRow } from "@signalbox/api-contract";
import { ActionButton, holdText } from "../actions/index.ts";
import { formatAge, shortId } from "../figures/figures.ts";
import { cursorLook } from "../rows/grid-row.ts";
import { visibleText } from "../ui/visible-text.ts";
import { Badge, ColumnHeads, cx } from "../ui/index.ts";
import type { LaneAction } from "./lane-action.tsx";

const cell = "border-b border-line-soft px-2.5 py-1.5 whitespace-nowrap text-left align-middle";
const heads = ["waiting", "oldest", "waits for", "blocked by", "held", "actions"] as const;

export interface LaneRowsTableProps {
  readonly rows: readonly LaneRow[];
  /** The lane that a person has chosen. */
  readonly chosen: string | undefined;
  readonly now: number;
  readonly whyNot: string | null;
  readonly onAction: (action: LaneAction, row: LaneRow) => void;
}

/** Each lane: what waits in it, for what, behind whom; and what an operator can do about it. */
export function LaneRowsTable({ rows, chosen, now, whyNot, onAction }: LaneRowsTableProps) {
  return (
    <table className="live-value w-full text-xs">
      <caption className="sr-only">Lanes, the deepest first</caption>
      <thead>
        <tr className="text-muted">
          <ColumnHeads heads={["lane", ...heads]} className={cell} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.lane}
            aria-current={row.lane === chosen ? true : undefined}
            className={row.lane === chosen ? cursorLook : undefined}
          >
            <th scope="row" className={cx(cell, "max-w-72 truncate font-normal")}>
              <LaneName row={row} />
            </th>
            <td className={cell}>{row.depth}</td>
            <td className={cell}>{row.depth === 0 ? "–" : formatAge(row.oldestWaitMs)}</td>
            <td className={cell}>{waitText(row)}</td>
            <td className={cell}>
              <Blocker row={row} now={now} />
            </td>
            <td className={cell}>
              <Holds row={row} now={now} />
            </td>
            <td className={cx(cell, "text-right")}>
              <Actions row={row} whyNot={whyNot} onAction={onAction} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Leads to the lane in the picture. */
function LaneName({ row: { lane, label } }: { readonly row: LaneRow }) {
  if (lane === allLanes) return visibleText(label);
  return (
    <Link
      from="/lanes"
      to="."
      replace
      search={(now) => ({ ...now, lane })}
      className="hover:underline"
    >
      {visibleText(label)}
    </Link>
  );
}

function waitText({ waitsFor, slotHolders, slots }: LaneRow): string {
  if (waitsFor === null) return "–";
  if (waitsFor !== "slot" || slotHolders.length === 0) return waitsFor;
  const holders = slotHolders.map(({ client, count }) => `${visibleText(client)} ${count}`);
  const used = slots === null || slots.total === null ? "" : `, ${slots.used} of ${slots.total}`;
  return `slot${used}, held by ${holders.join(", ")}`;
}

function Blocker({ row, now }: { readonly row: LaneRow; readonly now: number }) {
  const { blockedBy, slots } = row;
  if (blockedBy === null && slots !== null && slots.longest !== null) {
    const { requestId, client, since } = slots.longest;
    return (
      <Link to="/requests/$requestId" params={{ requestId }} className="hover:underline">
        <span className="font-mono">{shortId(requestId)}</span>{" "}
        <span className="text-muted">
          {visibleText(client)}, has had a slot for {formatAge(Math.max(0, now - since))}
        </span>
      </Link>
    );
  }
  if (blockedBy === null) return "–";
  const { requestId, phase, phaseDetail, since } = blockedBy;
  const doing = [phase, phaseDetail].filter((part) => part !== null).join(" · ");
  return (
    <Link to="/requests/$requestId" params={{ requestId }} className="hover:underline">
      <span className="font-mono">{shortId(requestId)}</span>{" "}
      <span className="text-muted">
        {visibleText(doing)}
        {since === null ? "" : ` for ${formatAge(Math.max(0, now - since))}`}
      </span>
    </Link>
  );
}

function Holds({ row, now }: { readonly row: LaneRow; readonly now: number }) {
  const { paused, draining } = row;
  if (paused === null && draining === null) return "–";
  return (
    <span className="flex flex-col gap-1 whitespace-normal">
      {paused === null ? null : (
        <span>
          <Badge tone="warn">paused</Badge> {visibleText(holdText(paused, now))}
        </span>
      )}
      {draining === null ? null : (
        <span>
          <Badge tone="warn">draining</Badge> {visibleText(holdText(draining, now))}
        </span>
      )}
    </span>
  );
}

function Actions({
  row,
  whyNot,
  onAction,
}: Omit<LaneRowsTableProps, "rows" | "chosen" | "now"> & { row: LaneRow }) {
  const isHeld = row.paused !== null || row.draining !== null;
  const actions: readonly LaneAction[] = isHeld ? ["resume", "clear"] : ["pause", "drain", "clear"];
  return (
    <span className="inline-flex gap-1">
      {actions.map((action) => (
        <ActionButton
          key={action}
          look="ghost"
          whyNot={whyNot}
          aria-label={`${action} ${row.label}`}
          onClick={() => onAction(action, row)}
        >
          {action}
        </ActionButton>
      ))}
    </span>
  );
}
