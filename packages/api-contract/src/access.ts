import type { Role } from "./schema/index.ts";

/**
 * Who may call a procedure. `work` starts, watches and cancels requests: ingest for its own ones,
 * operator and admin too.
 */
export const access = {
  work: ["ingest", "operator", "admin"],
  viewer: ["viewer", "operator", "admin"],
  operator: ["operator", "admin"],
  admin: ["admin"],
  /** Any valid token. */
  anyone: ["viewer", "operator", "admin", "ingest"],
} as const satisfies Record<string, readonly Role[]>;

export type Access = keyof typeof access;
