import { cx } from "../ui/index.ts";

/** How a cell of the evidence's tables looks. */
export const cell = "border-b border-line-soft px-3 py-1.25";

/** The head of a column of such a table. */
export function EvidenceColumn({ name, look }: { readonly name: string; readonly look: string }) {
  return (
    <th scope="col" className={cx(cell, "font-medium", look)}>
      {name}
    </th>
  );
}
