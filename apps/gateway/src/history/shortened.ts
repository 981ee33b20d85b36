/**
 * Thousandths, or millionths of what is less than one: far finer than any of it was measured. With all its digits an
 * answer's text takes three times the room, and the gateway's own thread twice as long to write.
 */
export function shortened(figure: number): number {
  const parts = figure < 1 ? 1e6 : 1e3;
  return Math.round(figure * parts) / parts;
}
