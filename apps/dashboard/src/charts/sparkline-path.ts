const width = 150;
const height = 22;
const floor = 20;
const rise = 17;

/** The box that sparkline paths are drawn in. */
export const sparklineBox = `0 0 ${width} ${height}`;

/** An SVG path from nought at the bottom to the highest value; a missing value breaks the line. */
export function sparklinePath(values: readonly (number | null)[]): string {
  const most = values.reduce<number>((high, value) => Math.max(high, value ?? 0), 0);
  const last = Math.max(1, values.length - 1);
  let path = "";
  let isDown = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      isDown = false;
      continue;
    }
    const x = round((i / last) * width);
    const y = round(floor - (most === 0 ? 0 : value / most) * rise);
    path += `${isDown ? "L" : "M"}${x} ${y}`;
    // A value between two that are missing is a dot: a line of no length with round ends.
    if (!isDown && (values[i + 1] ?? null) === null) path += "h0";
    isDown = true;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
