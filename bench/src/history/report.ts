const nameWidth = 62;
const figureWidth = 10;

export function row(name: string, figures: readonly string[], verdict: string): void {
  const cells = figures.map((figure) => figure.padStart(figureWidth)).join("");
  process.stdout.write(`  ${name.padEnd(nameWidth)}${cells}  ${verdict}\n`);
}

export function line(text: string): void {
  process.stdout.write(`${text}\n`);
}
