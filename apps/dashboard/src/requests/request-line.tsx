import { memo } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { cx } from "../ui/index.ts";
import { cursorLook } from "../rows/grid-row.ts";
import { acceptedText } from "./accepted-text.ts";
import { columnLook } from "./column-look.ts";
import type { Column, ToldTimes } from "./columns.tsx";
import { ageText, silentText } from "./request-phase.ts";

export interface RequestLineProps extends Omit<CellsProps, keyof ToldTimes> {
  readonly now: number;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly tracks: string;
  readonly isCursor: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (row: RequestRow) => void;
}

interface CellsProps extends ToldTimes {
  readonly row: RequestRow;
  readonly columns: readonly Column[];
  readonly canSelect: boolean;
  readonly isSelected: boolean;
  readonly isPinned: boolean;
  /** With Shift, all from the one that was chosen last. */
  readonly onSelect: (row: RequestRow, isRange: boolean) => void;
  readonly onPin: (row: RequestRow) => void;
}

/** What a list tells requests apart by. */
export function rowId({ id }: RequestRow): string {
  return id;
}

export function lineId(row: RequestRow): string {
  return `request-line-${row.id}`;
}

/** One request of the list. The keyboard's place is kept by the grid around it. */
export function RequestLine(props: RequestLineProps) {
  const { row, now, index, top, height, tracks, isCursor } = props;
  return (
    <tr
      id={lineId(row)}
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      onClick={() => props.onOpen(row)}
      className={cx(
        "group absolute inset-x-0 top-0 grid scroll-mt-8 cursor-pointer items-center gap-x-2.5 border-b border-line-soft px-3",
        "hover:bg-raised",
        props.isPinned && "bg-line-soft/50",
        props.isSelected && "bg-info/10",
        props.isOpen && "bg-raised",
        isCursor && cursorLook,
      )}
      // A row that is moved so is neither laid out nor drawn anew.
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: tracks }}
    >
      <Cells
        row={row}
        accepted={acceptedText(row.startedAt, now)}
        age={ageText(row, now)}
        silent={silentText(row, now)}
        columns={props.columns}
        canSelect={props.canSelect}
        isSelected={props.isSelected}
        isPinned={props.isPinned}
        onSelect={props.onSelect}
        onPin={props.onPin}
      />
    </tr>
  );
}

/** Apart from the line, which moves far more often than anything in it changes. */
const Cells = memo(function Cells(props: CellsProps) {
  const { row, accepted, age, silent, columns, canSelect } = props;
  return (
    <>
      {canSelect && (
        // All of its place in the line selects, for the box is small.
        <td
          className="flex h-full items-center select-none"
          onClick={(event) => {
            event.stopPropagation();
            if (event.target === event.currentTarget) props.onSelect(row, event.shiftKey);
          }}
        >
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select request ${row.id}`}
            checked={props.isSelected}
            onChange={({ nativeEvent }) => props.onSelect(row, isShifted(nativeEvent))}
            className="accent-info"
          />
        </td>
      )}
      {columns.map((column, at) => {
        const told = column.cell(row, { accepted, age, silent });
        const look = columnLook(columns, at);
        return (
          <td key={column.key} className={told === null ? `${look} text-faint` : look}>
            {told ?? "–"}
          </td>
        );
      })}
      {canSelect && (
        <td className="flex">
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Pin request ${row.id}`}
            aria-pressed={props.isPinned}
            title={props.isPinned ? "Let it go (p)" : "Pin it on top (p)"}
            onClick={(event) => {
              event.stopPropagation();
              props.onPin(row);
            }}
            className={cx(
              "w-4 text-center",
              props.isPinned ? "text-info" : "text-faint opacity-0 group-hover:opacity-100",
            )}
          >
            {props.isPinned ? "◆" : "◇"}
          </button>
        </td>
      )}
    </>
  );
});

/** A box is changed by a click, or by Space. */
function isShifted(event: Event): boolean {
  return event instanceof MouseEvent && event.shiftKey;
}
