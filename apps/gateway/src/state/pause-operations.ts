import { numberOrNull, read, textOrNull, write } from "./operation.ts";
import type { PauseRecord } from "./records.ts";

export const pauseOperations = {
  "pauses.all": read((db): PauseRecord[] =>
    db
      .prepare("SELECT * FROM pauses ORDER BY paused_at, kind, key")
      .all()
      .map((row) => ({
        kind: String(row["kind"]),
        key: String(row["key"]),
        reason: textOrNull(row["reason"]),
        by: String(row["paused_by"]),
        since: Number(row["paused_at"]),
        until: numberOrNull(row["until"]),
      })),
  ),
  "pauses.put": write((db, { kind, key, reason, by, since, until }: PauseRecord) => {
    db.prepare(
      `INSERT INTO pauses (kind, key, reason, paused_by, paused_at, until) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET reason = excluded.reason, paused_by = excluded.paused_by,
         paused_at = excluded.paused_at, until = excluded.until`,
    ).run(kind, key, reason, by, since, until);
  }),
  "pauses.remove": write((db, { kind, key }: Pick<PauseRecord, "kind" | "key">) => {
    db.prepare("DELETE FROM pauses WHERE kind = ? AND key = ?").run(kind, key);
  }),
} as const;
