import { maxKeptText } from "../recorder/request-record.ts";
import { textOrNull } from "../state/operation.ts";
import type { StoredRequest } from "./request-at.ts";
import type { Statements } from "./statements.ts";

export interface RepeatedCallsQuery {
  readonly boot: number;
  /** Of those that ended, these alone: after the one and up to the other. */
  readonly from: number;
  readonly t: number;
}

/** The tool calls that a request ended with by the moment, each with the tool and the input of the one before. */
export interface PastRepeatedCall {
  readonly requestId: string;
  readonly agent: string | null;
  readonly tool: string;
  readonly times: number;
  /** When the first of them began. */
  readonly since: number;
}

type Row = Record<string, unknown>;

/** As many as are looked at live. */
const maxEnded = 1_000;
/** Shorter rows are nothing that anyone need know of, and are not read. */
const fewest = 3;

/** Of those in flight at a moment, and of the last that had ended. */
export function readRepeatedCalls(
  statements: Statements,
  inFlight: readonly StoredRequest[],
  { boot, from, t }: RepeatedCallsQuery,
): PastRepeatedCall[] {
  const ended = statements
    .get(
      `SELECT seq, id, agent, model_calls FROM requests INDEXED BY requests_by_end
       WHERE ended_at > ? AND ended_at <= ? AND boot = ? ORDER BY ended_at DESC LIMIT ?`,
    )
    .all(from, t, boot, maxEnded)
    // Agents alone have tools called, and then a model once more.
    .filter((row) => row["agent"] !== null && Number(row["model_calls"]) > 1);
  const running = inFlight
    .filter(({ spans }) => spans.filter(({ kind }) => kind === "tool").length >= fewest)
    .map(({ seq, row: { id, agent } }): Row => ({ seq, id, agent }));
  return [...running, ...ended].flatMap((row): PastRepeatedCall[] => {
    const found = lastCalls(statements, { boot, seq: Number(row["seq"]), t });
    if (found === null) return [];
    return [{ requestId: String(row["id"]), agent: textOrNull(row["agent"]), ...found }];
  });
}

interface Place {
  readonly boot: number;
  readonly seq: number;
  readonly t: number;
}

/** Inputs may be long, and are read only where the tools are the same. */
function lastCalls(
  statements: Statements,
  { boot, seq, t }: Place,
): Pick<PastRepeatedCall, "tool" | "times" | "since"> | null {
  const calls = statements
    .get(
      `SELECT id, name, started_at FROM spans
       WHERE boot = ? AND request_seq = ? AND kind = 'tool' AND started_at <= ?
       ORDER BY started_at DESC, length(id) DESC, id DESC`,
    )
    .all(boot, seq, t);
  const [last] = calls;
  if (last === undefined) return null;
  const other = calls.findIndex(({ name }) => name !== last["name"]);
  const same = other === -1 ? calls : calls.slice(0, other);
  if (same.length < fewest) return null;
  const inputOf = ({ id }: Row): string | null => wholeInput(statements, boot, seq, String(id));
  const input = inputOf(last);
  if (input === null) return null;
  const end = same.findIndex((call) => inputOf(call) !== input);
  const times = end === -1 ? same.length : end;
  const first = same[times - 1];
  if (times < fewest || first === undefined) return null;
  return { tool: String(last["name"]), times, since: Number(first["started_at"]) };
}

/** Null where it was not kept, or perhaps not all of it. */
function wholeInput(statements: Statements, boot: number, seq: number, id: string): string | null {
  const row = statements
    .get("SELECT input FROM spans WHERE boot = ? AND request_seq = ? AND id = ?")
    .get(boot, seq, id);
  const input = textOrNull(row?.["input"]);
  return input === null || input.length >= maxKeptText - 1 ? null : input;
}
