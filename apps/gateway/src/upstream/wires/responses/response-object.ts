import { asObject, asString, type JsonObject } from "../../json.ts";
import { asCount, readError, shortReason } from "../read-members.ts";
import type { AnsweredError, TokenUsage, WholeAnswer } from "../wire.ts";

/** What a response says of itself, whole or at the end of its stream. */
export function readResponse(response: JsonObject): WholeAnswer {
  const output = Array.isArray(response["output"]) ? response["output"].map(asObject) : [];
  const usage = asObject(response["usage"]);
  const status = asString(response["status"]);
  return {
    text: output.flatMap(partsOf).map(textOf).join(""),
    usage: usage === null ? null : readUsage(usage),
    finishReason: shortReason(asObject(response["incomplete_details"])?.["reason"] ?? status),
    error: errorOf(response, status),
    hasOutput: isYetToCome(status) || output.some((item) => hasOutput(item)),
    argumentLengths: () => output.filter(isCall).map(argumentLength),
  };
}

function errorOf(response: JsonObject, status: string | null): AnsweredError | null {
  const error = response["error"] === undefined ? null : readError(response["error"]);
  if (error !== null || (status !== "failed" && status !== "cancelled")) return error;
  return { message: `its response is ${status}`, type: null, code: null };
}

/** A tool's call may come without a delta; what a message or a thought says comes in deltas. */
export function isCall(item: JsonObject | null): boolean {
  return hasOutput(item) && item?.["type"] !== "message";
}

export function argumentLength(item: JsonObject | null): number {
  return (asString(item?.["arguments"] ?? item?.["input"]) ?? "").length;
}

/** It is made in the background: the client asks for it later. */
function isYetToCome(status: string | null): boolean {
  return status === "queued" || status === "in_progress";
}

/** A message with words in it, or a call of a tool, whichever; reasoning alone is none. */
function hasOutput(item: JsonObject | null): boolean {
  if (item === null || item["type"] === "reasoning") return false;
  if (item["type"] !== "message") return true;
  return partsOf(item).some((part) => textOf(part) !== "" || asString(part?.["refusal"]));
}

function partsOf(item: JsonObject | null): readonly (JsonObject | null)[] {
  const content = item?.["type"] === "message" ? item["content"] : null;
  return Array.isArray(content) ? content.map(asObject) : [];
}

function textOf(part: JsonObject | null): string {
  return part?.["type"] === "output_text" ? (asString(part["text"]) ?? "") : "";
}

function readUsage(usage: JsonObject): TokenUsage {
  const input = asObject(usage["input_tokens_details"]);
  const output = asObject(usage["output_tokens_details"]);
  return {
    inputTokens: asCount(usage["input_tokens"]),
    outputTokens: asCount(usage["output_tokens"]),
    cachedTokens: asCount(input?.["cached_tokens"]),
    cacheWriteTokens: asCount(input?.["cache_write_tokens"]),
    cacheWrite1hTokens: null,
    reasoningTokens: asCount(output?.["reasoning_tokens"]),
  };
}
