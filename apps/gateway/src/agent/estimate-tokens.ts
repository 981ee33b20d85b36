/** Characters that a token stands for: of English text; of code and other languages it is fewer. */
export const charactersPerToken = 4;

/** Tokens of something that is sent to a model, by its length as JSON. An estimate, and no count. */
export function estimateTokens(value: unknown): number {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return Math.ceil(text.length / charactersPerToken);
}

/** A picture is billed by its size in pixels, and not by its bytes. */
export const tokensPerFile = 1_500;

/** No text of people's has so many of these in a row: it is a file in base64. */
const base64 = /[A-Za-z0-9+/]{1000,}/g;

/** Tokens of a request's body as a client wrote it, files in it taken for files. */
export function estimateBody(text: string): number {
  let files = 0;
  const rest = text.replace(base64, () => {
    files += 1;
    return "";
  });
  return estimateTokens(rest) + files * tokensPerFile;
}
