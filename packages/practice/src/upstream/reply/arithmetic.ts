const CANDIDATE = /[-(\d][\d\s.+*/×÷^%()-]{0,200}[\d)%]/g;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}$/;

/** The first calculation in a text, such as `12 * (3+4)`; undefined if there is none. */
export function findArithmetic(text: string): string | undefined {
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    const expression = candidate.trim();
    if (!DATE.test(expression) && isCalculation(expression)) return expression;
  }
  return undefined;
}

/** Whether it parses as an expression with at least one operator between two values. */
function isCalculation(text: string): boolean {
  const tokens = text.match(/\d+(?:\.\d+)?|[^\s\d]/g) ?? [];
  let position = 0;
  let operators = 0;

  const value = (): boolean => {
    if (tokens[position] === "-") position += 1;
    const token = tokens[position];
    position += 1;
    if (token === undefined) return false;
    if (token !== "(") return /^\d/.test(token);
    const inside = sum();
    position += 1;
    return inside && tokens[position - 1] === ")";
  };
  const sum = (): boolean => {
    if (!value()) return false;
    while (/^[-+*/×÷^%]$/.test(tokens[position] ?? "")) {
      position += 1;
      operators += 1;
      if (!value()) return false;
    }
    return true;
  };
  return sum() && position === tokens.length && operators > 0;
}
