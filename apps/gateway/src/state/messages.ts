import type { OperationName } from "./operations.ts";
import type { BrowserSessionRecord, TokenRecord } from "./records.ts";
import type { StateErrorCode } from "./state-error.ts";

/** What the state thread is started with. */
export interface WorkerInput {
  readonly dataDir: string;
  readonly startedAt: number;
}

/** What the store asks of its thread. */
export type ToWorker =
  | {
      readonly type: "call";
      readonly id: number;
      readonly name: OperationName;
      readonly input: unknown;
    }
  | { readonly type: "close" };

/** An error that crosses a thread without losing its code. */
export interface SentError {
  readonly code: StateErrorCode;
  readonly message: string;
}

/** `wrote` tells a write from a read. */
export type Answer = { readonly id: number; readonly wrote: boolean } & (
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: SentError }
);

/** What the thread tells the store. */
export type FromWorker =
  | {
      readonly type: "ready";
      readonly tokens: readonly TokenRecord[];
      readonly sessions: readonly BrowserSessionRecord[];
      readonly readOnly: string | null;
    }
  | { readonly type: "refused"; readonly error: SentError }
  | { readonly type: "answers"; readonly answers: readonly Answer[] }
  /** Whether its log could be brought into the file; why not where it could not. */
  | { readonly type: "checkpointed"; readonly trouble: string | null }
  | { readonly type: "closed" };
