import { DatabaseSync } from "node:sqlite";
import type { Filled } from "./fill.ts";
import { Random } from "./random.ts";
import { vocabularyOf } from "./traffic.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface StoredRequestPart {
  readonly id: string;
  readonly boot: number;
  readonly seq: number;
  readonly sessionId: string;
  readonly lane: string;
}

export interface SessionPlacePart {
  readonly lastAt: number;
  readonly clientId: string;
  readonly sessionId: string;
}

/** What there is in a filled file, to ask for. */
export interface StoredFacts {
  readonly from: number;
  readonly to: number;
  /** The last start's number, and its id. */
  readonly boot: number;
  readonly bootId: string;
  readonly words: Vocabulary;
  /** Some of each. */
  readonly requests: readonly StoredRequestPart[];
  readonly sessions: readonly SessionPlacePart[];
  readonly orderNumbers: readonly string[];
  /** Of all groups of failures. */
  readonly fingerprints: readonly string[];
}

const samples = 300;

export function readStoredFacts(path: string, seed: number, { from, to }: Filled): StoredFacts {
  using db = new DatabaseSync(path, { readOnly: true });
  const random = new Random(seed + 77);
  const moments = Array.from({ length: samples }, () => Math.floor(random.between(from, to)));
  const boot = db.prepare("SELECT n, boot_id FROM boots ORDER BY n DESC LIMIT 1").get();
  const oneRequest = db.prepare(
    `SELECT id, boot, seq, session_id, lane FROM requests WHERE started_at >= ? AND one_shot = 0
     ORDER BY started_at LIMIT 1`,
  );
  const oneSession = db.prepare(
    "SELECT last_at, client_id, session_id FROM sessions WHERE last_at >= ? ORDER BY last_at LIMIT 1",
  );
  const texts = db.prepare("SELECT text FROM texts WHERE boot = ? AND request_seq >= ? LIMIT 50");
  const requests = moments.flatMap((at): StoredRequestPart[] => {
    const row = oneRequest.get(at);
    if (row === undefined) return [];
    return [
      {
        id: String(row["id"]),
        boot: Number(row["boot"]),
        seq: Number(row["seq"]),
        sessionId: String(row["session_id"]),
        lane: String(row["lane"]),
      },
    ];
  });
  return {
    from,
    to,
    boot: Number(boot?.["n"]),
    bootId: String(boot?.["boot_id"]),
    words: vocabularyOf(seed),
    requests,
    sessions: moments.flatMap((at): SessionPlacePart[] => {
      const row = oneSession.get(at);
      if (row === undefined) return [];
      const [lastAt, clientId] = [Number(row["last_at"]), String(row["client_id"])];
      return [{ lastAt, clientId, sessionId: String(row["session_id"]) }];
    }),
    orderNumbers: requests.slice(0, 60).flatMap(({ boot, seq }) =>
      texts
        .all(boot, seq)
        .flatMap((row) => /so\d{8}/.exec(String(row["text"]))?.[0] ?? [])
        .slice(0, 1),
    ),
    fingerprints: db
      .prepare("SELECT DISTINCT fingerprint FROM failures")
      .all()
      .map((row) => String(row["fingerprint"])),
  };
}
