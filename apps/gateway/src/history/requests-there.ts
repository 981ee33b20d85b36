import { longMs } from "./read-requests.ts";

/**
 * The places of a start's (?3) requests that were there at some time after ?1 and up to ?2. What they are
 * joined with comes by CROSS JOIN: SQLite must not begin with all spans there are.
 */
export const requestsThere = `
  SELECT boot, seq FROM requests INDEXED BY requests_by_start
    WHERE started_at BETWEEN ?1 - ${longMs} AND ?2 AND (ended_at IS NULL OR ended_at > ?1) AND boot = ?3
  UNION SELECT boot, seq FROM requests INDEXED BY requests_long
    WHERE duration_ms > ${longMs} AND started_at < ?1 - ${longMs} AND ended_at > ?1 AND boot = ?3
  UNION SELECT boot, seq FROM requests INDEXED BY requests_open
    WHERE ended_seq IS NULL AND started_at <= ?2 AND boot = ?3`;
