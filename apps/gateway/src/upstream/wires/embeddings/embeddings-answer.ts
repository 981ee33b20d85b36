import { asObject, parseJsonObject, type JsonObject } from "../../json.ts";
import { memberRanges } from "../../member-ranges.ts";
import { asCount, readError } from "../read-members.ts";
import type { TokenUsage, WholeAnswer } from "../wire.ts";

/** A larger answer is mostly vectors: to parse them all would hold everyone up, and nobody reads them here. */
const maxParsedBytes = 64 * 1024;
/** Where its other members are: before the vectors or behind them. */
const edgeBytes = 4 * 1024;

/** Null where the body is no JSON object. */
export function readEmbeddingsAnswer(body: Buffer): WholeAnswer | null {
  return body.length > maxParsedBytes ? readLarge(body) : readSmall(body);
}

function readSmall(body: Buffer): WholeAnswer | null {
  const answer = parseJsonObject(body.toString("utf8"));
  if (answer === null) return null;
  const data = answer["data"];
  const error = answer["error"] === undefined ? null : readError(answer["error"]);
  const hasOutput = Array.isArray(data) && data.length > 0;
  return { text: "", usage: usageOf(answer), finishReason: null, error, hasOutput };
}

/** Looks at both ends; what stands between is passed on as it is. */
function readLarge(body: Buffer): WholeAnswer | null {
  const head = body.toString("latin1", 0, edgeBytes).trimStart();
  const tail = body.toString("latin1", body.length - edgeBytes).trimEnd();
  if (!head.startsWith("{") || !tail.endsWith("}")) return null;
  const usage = usageIn(tail) ?? usageIn(head);
  const hasOutput = head.includes('"embedding"');
  return { text: "", usage, finishReason: null, error: null, hasOutput };
}

function usageIn(edge: string): TokenUsage | null {
  const at = edge.lastIndexOf('"usage"');
  if (at === -1) return null;
  const [range] = memberRanges(`{${edge.slice(at)}`);
  const value = range === undefined ? "" : `{${edge.slice(at)}`.slice(range.start, range.end);
  const usage = parseJsonObject(value);
  return usage === null ? null : readUsage(usage);
}

function usageOf(answer: JsonObject): TokenUsage | null {
  const usage = asObject(answer["usage"]);
  return usage === null ? null : readUsage(usage);
}

/** Vectors are no tokens: all that is paid for is the input. */
function readUsage(usage: JsonObject): TokenUsage {
  return {
    inputTokens: asCount(usage["prompt_tokens"] ?? usage["total_tokens"]),
    outputTokens: 0,
    cachedTokens: null,
    cacheWriteTokens: null,
    cacheWrite1hTokens: null,
    reasoningTokens: null,
  };
}
