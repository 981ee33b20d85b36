type Measure = Pick<CanvasRenderingContext2D, "measureText">;

/**
 * A lane's label in `room` pixels: whole, or without its channel (`ws · sess 8f21` → `sess 8f21`), since what
 * tells lanes apart stands at the end; and where that is still too long, without its middle.
 */
export function fitLabel(context: Measure, label: string, room: number): string {
  if (fits(context, label, room)) return label;
  const text = afterDot(label);
  return longest(context, text, room, (count) => {
    const head = Math.floor(count / 3);
    return `${text.slice(0, head).trimEnd()}…${text.slice(text.length - count + head)}`;
  });
}

/** The same of a sentence, which is cut at its end. */
export function fitSentence(context: Measure, sentence: string, room: number): string {
  if (fits(context, sentence, room)) return sentence;
  const text = afterDot(sentence);
  return longest(context, text, room, (count) => `${text.slice(0, count).trimEnd()}…`);
}

function afterDot(text: string): string {
  const at = text.indexOf(" · ");
  return at === -1 ? text : text.slice(at + 3);
}

/** The whole text, or what of it is left where as many characters are kept as there is room for. */
function longest(
  context: Measure,
  text: string,
  room: number,
  keep: (count: number) => string,
): string {
  if (fits(context, text, room)) return text;
  let enough = 0;
  let tooMany = text.length;
  while (tooMany - enough > 1) {
    const middle = (enough + tooMany) >> 1;
    if (fits(context, keep(middle), room)) enough = middle;
    else tooMany = middle;
  }
  return keep(enough);
}

function fits(context: Measure, text: string, room: number): boolean {
  return context.measureText(text).width <= room;
}
