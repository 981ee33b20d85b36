import { beginningOf } from "../../beginning-of.ts";
import { asNumber, asObject, asString } from "../json.ts";
import type { AnsweredError } from "./wire.ts";

/** Tokens of one call, however long it is. */
const maxTokens = 1e12;

/** A count that makes no sense is none: it would spoil every sum that it goes into. */
export function asCount(value: unknown): number | null {
  const count = asNumber(value);
  return count !== null && count >= 0 && count <= maxTokens ? count : null;
}

const maxReasonLength = 200;

/** Why an answer ended, in the provider's word for it. */
export function shortReason(value: unknown): string | null {
  const reason = asString(value);
  return reason === null ? null : beginningOf(reason, maxReasonLength);
}

const maxErrorLength = 2_000;

/** `{message, type, code}`, or whatever else stands where the error should. Null for a null. */
export function readError(error: unknown): AnsweredError | null {
  if (error === null) return null;
  const object = asObject(error);
  if (object === null)
    return {
      message: beginningOf(asString(error) ?? JSON.stringify(error) ?? "", maxErrorLength),
      type: null,
      code: null,
    };
  return {
    message: beginningOf(asString(object["message"]) ?? JSON.stringify(object), maxErrorLength),
    type: asString(object["type"]),
    code: asString(object["code"]) ?? asNumber(object["code"])?.toString() ?? null,
  };
}
