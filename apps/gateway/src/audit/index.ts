export { whoIs } from "./audit-entry.ts";
export type { AuditEntry } from "./audit-entry.ts";
export { AuditLog } from "./audit-log.ts";
