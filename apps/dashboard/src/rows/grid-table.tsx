import type { ComponentProps } from "react";

export interface GridTableProps extends Omit<ComponentProps<"table">, "role" | "tabIndex"> {
  readonly label: string;
  /** With the head's; where not all rows are in the page. */
  readonly rowCount?: number;
  /** The id of the row that the keyboard is at. */
  readonly activeId: string | undefined;
}

/** A table that keys move in: it has the focus, and says which of its rows they are at. */
export function GridTable({ label, rowCount, activeId, ...rest }: GridTableProps) {
  return (
    <table
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table that is moved in by keys is a grid
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rowCount}
      aria-activedescendant={activeId}
      {...rest}
    />
  );
}
