/** The text, or as much of it as fits in `room` pixels with an ellipsis. */
export function fitText(
  context: Pick<CanvasRenderingContext2D, "measureText">,
  text: string,
  room: number,
): string {
  if (context.measureText(text).width <= room) return text;
  let fits = 0;
  let tooMany = text.length;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) fits = middle;
    else tooMany = middle;
  }
  return `${text.slice(0, fits).trimEnd()}…`;
}
