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
    const put = db.prepare(
      `INSERT INTO approvals (tool, hash, approved_by, approved_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (tool) DO UPDATE SET hash = excluded.hash, approved_by = excluded.approved_by,
         approved_at = excluded.approved_at`,
    );
    for (const { tool, hash, by, at } of records) put.run(tool, hash, by, at);
    db.prepare(
      `DELETE FROM approvals WHERE tool IN
         (SELECT tool FROM approvals ORDER BY approved_at DESC, tool LIMIT -1 OFFSET ?)`,
    ).run(maxApprovals);
  }),
} as const;
