import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DIMENSIONS, MetricsCollector, type Dimension } from "@signalbox/metrics";
import { numberOrNull, textOrNull } from "../state/operation.ts";
import { rollupFields } from "./fields.ts";
import { encodeMinute } from "./rollup-codec.ts";
import { requestsThere } from "./requests-there.ts";
import { createRowWriters } from "./row-writers.ts";
import { valuesOf } from "./sql-value.ts";

type Row = Record<string, unknown>;

interface Due {
  readonly boot: number;
  /** Epoch minutes. */
  readonly minute: number;
  readonly until: number;
}

/** Something that the collector was told, and when. */
interface Told {
  readonly at: number;
  readonly tell: (collector: MetricsCollector) => void;
}

const msPerMinute = 60_000;
/** Two weeks: a clock that jumped may make it look as if there were more. */
const mostMinutes = 20_160;
const order: readonly (Dimension | null)[] = [...DIMENSIONS, null];

/**
 * The last minutes of a start that did not stop as it should: its collector is gone, but what it was told is
 * in the file, and is told to another one.
 */
export class MinuteReplay {
  readonly #db: DatabaseSync;
  readonly #due: StatementSync;

  constructor(db: DatabaseSync, boot: number) {
    this.#db = db;
    this.#due = db.prepare(
      `SELECT n, minute, last_at FROM (
         SELECT n, last_at, max(ifnull(minutes_to + 1, started_at / ${msPerMinute}),
           last_at / ${msPerMinute} - ${mostMinutes}) AS minute FROM boots WHERE n <> ${boot})
       WHERE minute <= last_at / ${msPerMinute} ORDER BY n LIMIT 1`,
    );
  }

  /** One minute; false where there is none to make. */
  step(): boolean {
    const row = this.#due.get();
    if (row === undefined) return false;
    const boot = Number(row["n"]);
    const minute = Number(row["minute"]);
    const until = Math.min(Number(row["last_at"]), (minute + 1) * msPerMinute - 1);
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      this.#make({ boot, minute, until });
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
    return true;
  }

  #make(due: Due): void {
    const { boot, minute, until } = due;
    const told = [...this.#requests(due), ...this.#spans(due), ...this.#samples(due)];
    told.sort((a, b) => a.at - b.at);
    const clock = { now: Math.min(minute * msPerMinute, told[0]?.at ?? Infinity) };
    const collector = new MetricsCollector({ now: () => clock.now, mono: () => clock.now });
    for (const { at, tell } of told) {
      clock.now = at;
      tell(collector);
    }
    clock.now = until;
    const write = createRowWriters(this.#db, boot).write.rollups;
    for (const dimension of order) {
      const series = [...collector.minutes({ from: minute, to: minute, dimensions: [dimension] })];
      for (const rollup of encodeMinute(series)) write(valuesOf(rollupFields, { minute, rollup }));
    }
  }

  *#requests({ boot, minute, until }: Due): Generator<Told> {
    const rows = this.#db
      .prepare(
        `SELECT requests.*, spans.ended_at AS left_at FROM requests LEFT JOIN spans
           ON spans.boot = requests.boot AND spans.request_seq = requests.seq
           AND spans.id = requests.id || '.q'
         WHERE requests.ended_at BETWEEN ? AND ? AND requests.boot = ?
           AND requests.outcome <> 'interrupted'`,
      )
      .all(minute * msPerMinute, until, boot);
    for (const row of rows) {
      const id = String(row["id"]);
      const at = Number(row["ended_at"]);
      const leftAt = Math.min(at, Number(row["left_at"] ?? at));
      const start = {
        ...labelsOf(row),
        sessionId: String(row["session_id"]),
        model: optional(row["model"]),
        startedAt: at - Number(row["duration_ms"]),
      };
      yield {
        at: leftAt,
        tell: (collector) => {
          collector.startRequest(id, start);
          collector.setPhase(id, "model");
        },
      };
      yield {
        at,
        tell: (collector) => {
          collector.incrementMessages();
          if (row["outcome"] === "failed") collector.incrementErrors();
          const errorKind = optional(row["error_kind"]);
          collector.endRequest(id, { status: outcomeOf(row["outcome"]), errorKind });
        },
      };
    }
  }

  /** Not what ran when the start was killed: its end was given to it, and nobody was told of it. */
  *#spans({ boot, minute, until }: Due): Generator<Told> {
    const from = minute * msPerMinute;
    const rows = this.#db
      .prepare(
        `SELECT spans.*, requests.channel, requests.client, requests.agent
         FROM (${requestsThere}) AS there
           CROSS JOIN requests ON requests.n = (there.boot << 40) | there.seq
           CROSS JOIN spans ON spans.boot = there.boot AND spans.request_seq = there.seq
         WHERE spans.counted_at BETWEEN ?4 AND ?2
           OR (spans.kind = 'tool' AND spans.ended_at BETWEEN ?4 AND ?2
             AND NOT (requests.outcome IS 'interrupted' AND spans.status = 'cancelled'
               AND spans.ended_at = requests.ended_at))`,
      )
      .all(from - 1, until, boot, from);
    for (const row of rows) {
      const at = Number(row["counted_at"] ?? row["ended_at"]);
      const told = row["kind"] === "tool" ? toolOf(row) : modelCallOf(row);
      yield { at, tell: told };
    }
  }

  *#samples({ boot, minute, until }: Due): Generator<Told> {
    const rows = this.#db
      .prepare("SELECT * FROM samples WHERE at BETWEEN ? AND ? AND boot = ?")
      .all(minute * msPerMinute, until, boot);
    for (const row of rows) {
      const sample = {
        inFlight: Number(row["in_flight"]),
        queueDepth: Number(row["queue_depth"]),
        oldestWaitMs: Number(row["oldest_wait_ms"]),
        overdue: Number(row["overdue"]),
        slotsUsed: Number(row["slots_used"]),
        slotsTotal: Number(row["slots_total"]),
      };
      yield { at: Number(row["at"]), tell: (collector) => collector.recordGauges(sample) };
    }
  }
}

/** As the collector was told of it: a client's own cancel is no failure of the model. */
function modelCallOf(row: Row): (collector: MetricsCollector) => void {
  const hasFailed = row["status"] === "failed";
  const price = row["cost_usd"];
  const gotSomething = row["status"] === "ok" || Number(row["output_tokens"] ?? 0) > 0;
  const call = {
    ...labelsOf(row),
    provider: textOrNull(row["provider"]) ?? "unknown",
    model: optional(row["model"]),
    latency: Math.max(0, Number(row["ended_at"]) - Number(row["started_at"])),
    ttft: numberOrNull(row["ttft"]) ?? undefined,
    gap: numberOrNull(row["gap"]) ?? undefined,
    inputTokens: Number(row["input_tokens"] ?? 0),
    outputTokens: Number(row["output_tokens"] ?? 0),
    tokensPerSec: Number(row["tokens_per_sec"] ?? 0),
    costUsd: typeof price === "number" ? price : gotSomething ? null : undefined,
    finishReason: optional(row["finish_reason"]),
    error: hasFailed ? (textOrNull(row["error_message"]) ?? "failed") : undefined,
    errorKind: hasFailed ? optional(row["error_kind"]) : undefined,
  };
  return (collector) => {
    collector.recordModelCall(call);
  };
}

function toolOf(row: Row): (collector: MetricsCollector) => void {
  const hasFailed = row["status"] === "failed";
  return (collector) => {
    if (hasFailed) collector.incrementErrors();
    collector.recordToolCall({
      ...labelsOf(row),
      tool: String(row["name"]),
      durationMs: Math.max(0, Number(row["ended_at"]) - Number(row["started_at"])),
      error: hasFailed ? "failed" : undefined,
      errorKind: hasFailed ? "tool" : undefined,
    });
  };
}

function labelsOf(row: Row) {
  return {
    channel: String(row["channel"]),
    client: String(row["client"]),
    agent: optional(row["agent"]),
    provider: optional(row["provider"]),
  };
}

function optional(value: unknown): string | undefined {
  return textOrNull(value) ?? undefined;
}

function outcomeOf(value: unknown): "ok" | "failed" | "cancelled" {
  return value === "failed" || value === "cancelled" ? value : "ok";
}
