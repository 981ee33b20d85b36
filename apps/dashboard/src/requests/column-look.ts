/** What of a column says how its cells lie. */
interface Lying {
  readonly isFigure?: boolean;
}

/** How the cells of a column lie: a text is set apart from the figures before it, which end where it begins. */
export function columnLook(columns: readonly Lying[], index: number): string {
  if (columns[index]?.isFigure === true) return "text-right";
  return columns[index - 1]?.isFigure === true ? "pl-2.5 text-left" : "text-left";
}
