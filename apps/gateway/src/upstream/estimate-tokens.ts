import { filesIn } from "./files-in-body.ts";
import { parseJsonObject } from "./json.ts";

/** Characters that a token stands for: of English text; of code and other languages it is fewer. */
export const charactersPerToken = 4;

/** Tokens of something that is sent to a model, by its length as JSON. An estimate, and no count. */
export function estimateTokens(value: unknown): number {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return tokensOfLength(text.length);
}

/** Tokens of a text of so many characters. */
export function tokensOfLength(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}

/** A picture is billed by its size in pixels, and not by its bytes. */
export const tokensPerFile = 1_500;

/** A body that is shorter than this is no longer for its files than a file counts for. */
const shortestWithFiles = tokensPerFile * charactersPerToken;

/** Tokens of a request's body as a client wrote it, files in it taken for files. */
export function estimateBody(text: string): number {
  const body = text.length < shortestWithFiles ? null : parseJsonObject(text);
  const { files, characters } = filesIn(body);
  return tokensOfLength(text.length - characters) + files * tokensPerFile;
}
