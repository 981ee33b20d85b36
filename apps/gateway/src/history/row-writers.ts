import type { DatabaseSync, StatementSync } from "node:sqlite";
import { columns, type RowKind } from "./fields.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { rowNumber } from "./place.ts";
import { RequestIndex } from "./request-index.ts";
import type { SqlValue } from "./sql-value.ts";
import { createRollupWriter } from "./rollup-rows.ts";
import { nameTerm, plainText } from "./terms.ts";
import { writeStatement } from "./write-statement.ts";

type Values = readonly SqlValue[];
type Write = (values: Values) => void;

export interface RowWriters {
  readonly write: Readonly<Record<RowKind, Write>>;
  /** What belongs to a batch's rows and has to come after all of them. */
  readonly finish: () => void;
  /** Forgets that, for the batch was rolled back. */
  readonly discard: () => void;
}

/**
 * How a row of each table gets into the file. The same row may come again, and is in it once. The full-text
 * indexes are written at a batch's end and in order: a trigger that runs while they have something to write,
 * or a row out of order, makes them write it out as a piece of its own.
 */
export function createRowWriters(db: DatabaseSync, boot: number): RowWriters {
  const index = new RequestIndex(db, boot);
  const ended = new Set<number>();
  const events = eventWriter(db, boot);
  const upsert = (table: RowKind, keys: readonly string[]) => {
    const statement = prepareUpsert(db, table, keys);
    return (values: Values): void => {
      statement.run(boot, ...values);
    };
  };
  const requests = prepareNumbered(db, "requests", "DO UPDATE");
  const at = placesOf("requests");
  const [seqAt, endedAt] = [at("seq"), at("ended_seq")];
  const write: RowWriters["write"] = {
    requests: (values) => {
      const seq = numberAt(values, seqAt);
      requests.run(rowNumber({ boot, seq }), boot, ...values);
      if (values[endedAt] !== null) ended.add(seq);
    },
    spans: upsert("spans", ["boot", "request_seq", "id"]),
    firstTokens: firstTokenWriter(db, boot),
    waits: upsert("waits", ["boot", "request_seq", "at"]),
    texts: upsert("texts", ["boot", "request_seq", "n"]),
    events: events.write,
    failures: failureWriter(db, boot),
    changes: numberedWriter(db, boot, "changes"),
    samples: upsert("samples", ["at", "boot"]),
    rollups: rollupWriter(db, boot),
  };
  return {
    write,
    finish: () => {
      for (const seq of [...ended].sort((a, b) => a - b)) index.add(seq);
      ended.clear();
      events.finish();
    },
    discard: () => {
      ended.clear();
      events.discard();
    },
  };
}

function firstTokenWriter(db: DatabaseSync, boot: number): (values: Values) => void {
  const update = writeStatement(
    db,
    "UPDATE spans SET first_token_at = ? WHERE request_seq = ? AND id = ? AND boot = ?",
  );
  return (values) => {
    update.run(...values, boot);
  };
}

function eventWriter(
  db: DatabaseSync,
  boot: number,
): { readonly write: Write } & Pick<RowWriters, "finish" | "discard"> {
  const insert = prepareNumbered(db, "events", "DO NOTHING");
  const terms = writeStatement(db, "INSERT INTO event_terms (rowid, terms) VALUES (?, ?)");
  const at = placesOf("events");
  const [seq, level, source, message] = [at("seq"), at("level"), at("source"), at("message")];
  let pending: (readonly [n: bigint, terms: string])[] = [];
  const write = (values: Values): void => {
    const n = rowNumber({ boot, seq: numberAt(values, seq) });
    const { changes } = insert.run(n, boot, ...values);
    if (changes === 0n) return;
    const [a, b, c] = [values[level], values[source], values[message]];
    pending.push([n, eventTerms(String(a), String(b), String(c))]);
  };
  const finish = (): void => {
    for (const row of pending) terms.run(...row);
    pending = [];
  };
  const discard = (): void => {
    pending = [];
  };
  return { write, finish, discard };
}

/** Its level, its source and each beginning of that up to a dot, and its words. */
export function eventTerms(level: string, source: string, message: string): string {
  const parts = source.split(".");
  const beginnings = parts.slice(0, -1).map((_, i) => `${parts.slice(0, i + 1).join(".")}.`);
  const names = [source, ...beginnings].map((name) => nameTerm("source", name));
  return [nameTerm("level", level), ...names, plainText(message)].join(" ");
}

function failureWriter(db: DatabaseSync, boot: number): (values: Values) => void {
  const names = ["n", "boot", "fingerprint", ...columns.failures];
  const insert = writeStatement(
    db,
    `INSERT INTO failures (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
     ON CONFLICT DO NOTHING`,
  );
  const at = placesOf("failures");
  const [seq, kind, message] = [at("seq"), at("error_kind"), at("message")];
  return (values) => {
    const fingerprint = fingerprintOf(String(values[kind]), String(values[message]));
    insert.run(rowNumber({ boot, seq: numberAt(values, seq) }), boot, fingerprint, ...values);
  };
}

function numberedWriter(
  db: DatabaseSync,
  boot: number,
  table: "changes",
): (values: Values) => void {
  const insert = prepareNumbered(db, table, "DO NOTHING");
  const seq = placesOf(table)("seq");
  return (values) => {
    insert.run(rowNumber({ boot, seq: numberAt(values, seq) }), boot, ...values);
  };
}

/**
 * Everything together comes last of a minute: with it the minute is whole. An hour and a day that were made
 * without it are made anew.
 */
function rollupWriter(db: DatabaseSync, boot: number): (values: Values) => void {
  const write = createRollupWriter(db);
  const written = writeStatement(
    db,
    `UPDATE boots SET minutes_to = max(?1, ifnull(minutes_to, 0)), hours_to = min(hours_to, ?1 / 60),
       days_to = min(days_to, ?1 / 1440) WHERE n = ?2`,
  );
  const at = placesOf("rollups");
  const [levelAt, minuteAt] = [at("level"), at("minute")];
  const [dimensionAt, partAt, dataAt] = [at("dimension"), at("part"), at("data")];
  return (values) => {
    const data = values[dataAt];
    if (!(data instanceof Uint8Array)) throw new TypeError("A rollup's data are bytes.");
    const place = {
      level: numberAt(values, levelAt),
      dimension: String(values[dimensionAt]),
      part: String(values[partAt]),
      minute: numberAt(values, minuteAt),
      boot,
    };
    write(place, data);
    if (place.dimension === "" && place.part === "counters") written.run(place.minute, boot);
  };
}

function prepareUpsert(db: DatabaseSync, table: RowKind, keys: readonly string[]): StatementSync {
  const names = ["boot", ...columns[table]];
  const changed = columns[table]
    .filter((column) => !keys.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return writeStatement(
    db,
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
     ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${changed.join(", ")}`,
  );
}

/** Of a table whose rows are numbered by their fact's place. */
function prepareNumbered(
  db: DatabaseSync,
  table: "requests" | "events" | "changes",
  onConflict: "DO UPDATE" | "DO NOTHING",
): StatementSync {
  const names = ["n", "boot", ...columns[table]];
  const set = columns[table].slice(1).map((column) => `${column} = excluded.${column}`);
  const then = onConflict === "DO UPDATE" ? `DO UPDATE SET ${set.join(", ")}` : onConflict;
  return writeStatement(
    db,
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
     ON CONFLICT (n) ${then}`,
  );
}

function placesOf(table: RowKind): (column: string) => number {
  return (column) => {
    const place = columns[table].indexOf(column);
    if (place === -1) throw new Error(`${table} has no column ${column}`);
    return place;
  };
}

function numberAt(values: Values, place: number): number {
  return Number(values[place]);
}
