import { cx } from "./cx.ts";

export interface ColumnHeadsProps {
  /** In their order; `actions` is told to a screen reader alone, for its buttons tell themselves. */
  readonly heads: readonly string[];
  readonly className: string;
}

/** The heads of a table's columns, all of one look. */
export function ColumnHeads({ heads, className }: ColumnHeadsProps) {
  return heads.map((head) => (
    <th key={head} scope="col" className={cx(className, "font-medium")}>
      {head === "actions" ? <span className="sr-only">{head}</span> : head}
    </th>
  ));
}
