import type { Role } from "@signalbox/api-contract";

const rank = { viewer: 1, operator: 2, admin: 3 } as const;

/** Whether one role holds all of another: viewer < operator < admin, and an admin holds ingest. */
export function holds(holder: Role, role: Role): boolean {
  if (role === "ingest") return holder === "admin";
  return holder !== "ingest" && rank[role] <= rank[holder];
}
