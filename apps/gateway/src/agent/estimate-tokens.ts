/** Characters that a token stands for: of English text; of code and other languages it is fewer. */
export const charactersPerToken = 4;

/** Tokens of something that is sent to a model, by its length as JSON. An estimate, and no count. */
export function estimateTokens(value: unknown): number {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return Math.ceil(text.length / charactersPerToken);
}
