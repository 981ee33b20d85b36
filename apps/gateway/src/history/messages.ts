import type { SqlValue } from "./sql-value.ts";
import type { RowKind } from "./fields.ts";
import type { PackedRows } from "./packed-rows.ts";

/** What the writer is started with. */
export interface WriterInput {
  readonly path: string;
  readonly boot: BootInfo;
  readonly limits: HistoryLimits;
}

export interface BootInfo {
  readonly bootId: string;
  readonly node: string;
  readonly version: string;
  readonly startedAt: number;
}

export interface HistoryLimits {
  readonly retainDays: number;
  readonly maxBytes: number;
}

/** A row for a table, without its boot. */
export type HistoryRow = readonly [table: RowKind, values: readonly SqlValue[]];

/** A time of which something may be missing. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  /** Rows that were dropped; null where nobody counted, for the gateway was gone. */
  readonly lost: number | null;
}

/** What came of a gap that is over, written after the rows that were stated again. */
export interface Mending {
  readonly gap: Gap;
  /** Requests that are in flight still; how the others ended that are open on disk was lost. */
  readonly openSeqs: readonly number[];
  /** Only requests up to this one are looked at. */
  readonly upToSeq: number;
}

/** What counts on over restarts. */
export interface Totals {
  readonly messages: number;
  readonly errors: number;
  readonly modelCalls: number;
}

export interface Write {
  readonly type: "write";
  readonly rows: PackedRows;
  /** Everything stated up to then is in this batch or in one before; null where more waits. */
  readonly at: number | null;
  /** As of now: they belong to `at`. Null as long as those of earlier starts are not known. */
  readonly totals: Totals | null;
  readonly now: number;
  readonly mending: Mending | null;
  readonly limits: HistoryLimits;
}

export type ToWriter =
  | Write
  /** A reader found the file damaged. */
  | { readonly type: "damaged" }
  /** Incomplete where something could not be written: the next start says so then. */
  | {
      readonly type: "close";
      readonly now: number;
      readonly totals: Totals | null;
      readonly isComplete: boolean;
    };

export type FromWriter =
  /** The file is open, under this boot's number in it. */
  | { readonly type: "open"; readonly boot: number; readonly opening: Opening }
  /** It is not opened, ever: start-up has to end. */
  | { readonly type: "refused"; readonly code: HistoryErrorCode; readonly message: string }
  | { readonly type: "written"; readonly bytes: number }
  /** The disk refused: what was to be written may be sent again. */
  | { readonly type: "paused"; readonly reason: string }
  /** The rows were refused, and will be each time. */
  | { readonly type: "skipped"; readonly reason: string }
  | { readonly type: "closed" };

/** What there was to do when the file was opened. */
export interface Opening {
  /** The name that a damaged file has now; null where there was none. */
  readonly setAside: string | null;
  /** Requests that an earlier start left open. */
  readonly interrupted: number;
  /** What all starts before this one came to; zero where the file knows of none. */
  readonly totals: Totals;
  /** From the last sign of an earlier start that did not stop as it should. */
  readonly gap: Gap | null;
}

export type HistoryErrorCode =
  /** A later version of Signalbox wrote the file. */
  | "newer"
  /** The SQLite in this Node is too old to be trusted with the file. */
  | "sqlite_too_old";
