/** What of a column says how its cells lie. */
interface Lying {
  readonly isFigure?: boolean;
}

/**
 * How the cells of a column lie: a text is set apart from the figures before it, which end where it begins, and is
 * cut off where it is too long. Figures fit: each cut is one more thing to paint in every frame of a list that is
 * scrolled.
 */
export function columnLook(columns: readonly Lying[], index: number): string {
  if (columns[index]?.isFigure === true) return "min-w-0 whitespace-nowrap text-right";
  const text = "min-w-0 truncate text-left";
  return columns[index - 1]?.isFigure === true ? `${text} pl-2.5` : text;
}
