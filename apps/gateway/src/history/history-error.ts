import type { HistoryErrorCode } from "./messages.ts";

/** Why a gateway does not start over its history, with a message that says what to do. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly code: HistoryErrorCode;

  constructor(code: HistoryErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
