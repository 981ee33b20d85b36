/** The room that rows out of sight take in a table. */
export function RowSpacer({ height }: { readonly height: number }) {
  return height <= 0 ? null : <tr aria-hidden style={{ height }} />;
}
