type Measure = Pick<CanvasRenderingContext2D, "measureText">;

/**
 * A lane's label in `room` pixels: whole, or without its channel (`ws · sess 8f21` → `sess 8f21`), since
 * what tells lanes apart stands at the end; and cut only where that is still too long.
 */
export function fitLabel(context: Measure, label: string, room: number): string {
  if (fits(context, label, room)) return label;
  const at = label.indexOf(" · ");
  return cut(context, at === -1 ? label : label.slice(at + 3), room);
}

function cut(context: Measure, text: string, room: number): string {
  if (fits(context, text, room)) return text;
  let enough = 0;
  let tooMany = text.length;
  while (tooMany - enough > 1) {
    const middle = (enough + tooMany) >> 1;
    if (fits(context, `${text.slice(0, middle)}…`, room)) enough = middle;
    else tooMany = middle;
  }
  return `${text.slice(0, enough).trimEnd()}…`;
}

function fits(context: Measure, text: string, room: number): boolean {
  return context.measureText(text).width <= room;
}
