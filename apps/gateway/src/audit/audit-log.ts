import type { AuditList, AuditListInput, AuditRow, Component } from "@signalbox/api-contract";
import { beginningOf } from "../beginning-of.ts";
import type { Fact } from "../recorder/index.ts";
import type { AuditRow as StoredRow, AuditStore } from "../state/index.ts";
import type { AuditEntry } from "./audit-entry.ts";

/** Of each text of an entry, in UTF-16 units. */
const maxText = 500;
/** Of what was before, and after, as JSON; of a longer one its beginning is kept. */
const maxJson = 16 * 1024;
/** Rows that are looked at in one go: the thread of state.db has other work too. */
const verifiedAtOnce = 1_000;

export interface AuditLogOptions {
  readonly store: AuditStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly state: (fact: Fact) => void;
}

/**
 * Who changed what, when and why: added to and never changed, each row's hash covering the one before
 * it. What it can't keep, and what is no longer as it was written, is an event and shows on Health; it
 * stops nobody.
 */
export class AuditLog {
  readonly #options: AuditLogOptions;
  #verified = 0;
  #firstBadSeq: number | null = null;
  #notKept = 0;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /** True once the entry is on disk; false where the disk refused it, which is an error event too. Never rejects. */
  async add(entry: AuditEntry): Promise<boolean> {
    const { store, now } = this.#options;
    try {
      await store.append({
        at: now(),
        who: beginningOf(entry.who, maxText),
        action: beginningOf(entry.action, maxText),
        target: beginningOf(entry.target, maxText),
        reason: entry.reason === null ? null : beginningOf(entry.reason, maxText),
        before: toJson(entry.before),
        after: toJson(entry.after),
      });
      return true;
    } catch (error) {
      this.#notKept += 1;
      const why = error instanceof Error ? error.message : String(error);
      this.#error(`${entry.who}: ${entry.action} ${entry.target} is not in the audit log: ${why}`);
      return false;
    }
  }

  /** The newest first. */
  async list({ limit, beforeSeq, who, action, text }: AuditListInput): Promise<AuditList> {
    const { rows, nextBeforeSeq } = await this.#options.store.list({
      limit,
      beforeSeq: beforeSeq ?? null,
      who: who ?? null,
      action: action ?? null,
      text: text ?? null,
    });
    return { entries: rows.map(shown), nextBeforeSeq, firstBadSeq: this.#firstBadSeq };
  }

  /** Looks through the whole log, a part at a time, until the signal aborts. Never rejects. */
  async verify(signal: AbortSignal): Promise<void> {
    try {
      let from: { seq: number; hash: string } | null = null;
      do {
        const trail = await this.#options.store.verify(from, verifiedAtOnce);
        this.#verified = trail.next?.seq ?? this.#verified;
        if (trail.firstBadSeq !== null) this.#tellBroken(trail.firstBadSeq);
        from = trail.next;
      } while (from !== null && !signal.aborted);
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#error(`The audit log could not be looked through: ${why}`);
    }
  }

  component(): Component {
    const name = "audit log";
    if (this.#firstBadSeq !== null) {
      return { name, status: "warn", reason: brokenReason(this.#firstBadSeq) };
    }
    if (this.#notKept > 0) {
      const reason = `${this.#notKept} changes since the start are not in it, because the disk refused them; the events say which`;
      return { name, status: "warn", reason };
    }
    return { name, status: "ok", reason: "every entry is as it was written" };
  }

  #tellBroken(seq: number): void {
    this.#firstBadSeq = seq;
    this.#error(`The audit log can't be trusted: ${brokenReason(seq)}.`);
  }

  #error(message: string): void {
    this.#options.state({ type: "event", level: "error", source: "audit", message });
  }
}

function brokenReason(seq: number): string {
  return `from entry ${seq} on it is not what was written; somebody changed or removed rows of state.db. Compare it with a backup`;
}

function shown(row: StoredRow): AuditRow {
  const { before, after, ...rest } = row;
  return { ...rest, before: fromJson(before), after: fromJson(after) };
}

function toJson(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  if (text.length <= maxJson) return text;
  return JSON.stringify({ cutTo: maxJson, of: text.length, beginning: beginningOf(text, maxJson) });
}

function fromJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    // Somebody else wrote it: shown as it is, under a log that says it can't be trusted.
    return text;
  }
}
