import { maxApprovals } from "./bounds.ts";
import { read, textOrNull, write } from "./operation.ts";
import type { ApprovalRecord } from "./records.ts";

export const approvalOperations = {
  "approvals.all": read((db): ApprovalRecord[] =>
    db
      .prepare("SELECT * FROM approvals ORDER BY tool")
      .all()
      .map((row) => ({
        tool: String(row["tool"]),
        hash: String(row["hash"]),
        by: textOrNull(row["approved_by"]),
        at: Number(row["approved_at"]),
      })),
  ),
  "approvals.put": write((db, records: readonly ApprovalRecord[]) => {
    const change = db.prepare(
      "UPDATE approvals SET hash = ?, approved_by = ?, approved_at = ? WHERE tool = ?",
    );
    const add = db.prepare(
      "INSERT INTO approvals (hash, approved_by, approved_at, tool) VALUES (?, ?, ?, ?)",
    );
    const { count } = db.prepare("SELECT count(*) AS count FROM approvals").get() ?? {};
    let room = maxApprovals - Number(count);
    for (const { tool, hash, by, at } of records) {
      if (change.run(hash, by, at, tool).changes > 0 || room <= 0) continue;
      add.run(hash, by, at, tool);
      room -= 1;
    }
  }),
} as const;
