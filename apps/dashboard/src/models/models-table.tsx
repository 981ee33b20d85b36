import { useId, useMemo, useState, type RefObject } from "react";
import type { ModelRow } from "@signalbox/api-contract";
import { cursorLook, rowId } from "../rows/grid-row.ts";
import { GridTable } from "../rows/grid-table.tsx";
import { useWidth } from "../rows/use-width.ts";
import { visibleText } from "../ui/visible-text.ts";
import { cx } from "../ui/index.ts";
import { ModelButton, type ModelButtonProps } from "./model-button.tsx";
import { modelFigures, type ModelFigure } from "./model-columns.tsx";
import { ModelDetails } from "./model-details.tsx";
import { ModelName } from "./model-name.tsx";
import { modelKey } from "./model-order.ts";
import { standingLines } from "./model-standing.ts";

const cellLook =
  "border-b border-line-soft px-2 py-1 whitespace-nowrap not-first:text-right first:text-left";

export interface ModelsTableProps extends Omit<ModelButtonProps, "row"> {
  readonly rows: readonly ModelRow[];
  readonly now: number;
  /** The row that the keyboard is at, by its place. */
  readonly cursor: number;
  readonly gridRef: RefObject<HTMLTableElement | null>;
}

export function modelRowId(row: ModelRow): string {
  return rowId("model", modelKey(row));
}

/** As many columns as fit; what does not is in each row's own details. */
export function ModelsTable({ rows, now, cursor, gridRef, ...actions }: ModelsTableProps) {
  const active = rows[cursor];
  const [measure, width] = useWidth();
  const columns = useMemo(
    () => modelFigures.filter(({ from }) => from !== null && width >= from),
    [width],
  );
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <div ref={measure}>
      <GridTable
        ref={gridRef}
        label="Models, the worst first"
        activeId={active === undefined ? undefined : modelRowId(active)}
        className="live-value w-full text-xs"
      >
        <thead>
          <tr className="text-muted">
            <th scope="col" className={cx(cellLook, "font-medium")}>
              model
            </th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" className={cx(cellLook, "font-medium")}>
                {head}
              </th>
            ))}
            <th scope="col" className={cellLook}>
              <span className="sr-only">actions</span>
            </th>
          </tr>
        </thead>
        {rows.map((row) => (
          <ModelBody
            key={modelKey(row)}
            row={row}
            columns={columns}
            now={now}
            isCursor={row === active}
            isOpen={open.has(modelKey(row))}
            onToggle={() => toggle(modelKey(row))}
            {...actions}
          />
        ))}
      </GridTable>
    </div>
  );
}

interface ModelBodyProps extends ModelButtonProps {
  readonly columns: readonly ModelFigure[];
  readonly now: number;
  readonly isCursor: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function ModelBody(props: ModelBodyProps) {
  const { row, columns, now, isCursor, isOpen, onToggle, ...actions } = props;
  const details = useId();
  return (
    <tbody>
      <tr id={modelRowId(row)} className={cx("scroll-mt-8", isCursor && cursorLook)}>
        <th scope="row" className={cx(cellLook, "w-full max-w-0 font-normal")}>
          <span className="flex min-w-36 items-center gap-1.5">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={details}
              aria-label={`Everything of ${visibleText(row.provider)} ${visibleText(row.model)}`}
              onClick={onToggle}
              className="w-4 shrink-0 text-faint hover:text-text"
            >
              <span aria-hidden>{isOpen ? "▾" : "▸"}</span>
            </button>
            <ModelName row={row} />
          </span>
          {standingLines(row, now).map((line) => (
            <p key={line} className="pl-5.5 text-2xs whitespace-normal text-muted">
              {visibleText(line)}
            </p>
          ))}
        </th>
        {columns.map(({ head, cell }) => (
          <td key={head} className={cellLook}>
            {cell(row, now)}
          </td>
        ))}
        <td className={cx(cellLook, "py-0")}>
          <ModelButton row={row} {...actions} />
        </td>
      </tr>
      {isOpen ? (
        <tr id={details}>
          <td colSpan={columns.length + 2} className="border-b border-line-soft bg-raised/50 p-3">
            <ModelDetails row={row} now={now} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}
