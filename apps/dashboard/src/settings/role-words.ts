import type { Role } from "@signalbox/api-contract";

/** The roles as a form offers them, the one that most need first. */
export const roles = ["ingest", "viewer", "operator", "admin"] as const satisfies readonly Role[];

export const roleWords = {
  ingest: "sends, watches and cancels its own requests, and reads nothing else",
  viewer: "reads everything, and changes nothing",
  operator: "reads everything, sends requests, pauses, cancels and clears",
  admin: "everything, tokens and the audit log too",
} as const satisfies Record<Role, string>;
