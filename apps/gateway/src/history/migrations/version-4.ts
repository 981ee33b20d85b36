/** A failure knows its request's place, so a group's requests are found in order, however many failures it has. */
export const version4 = `
-- Null where the request was gone already when this was found out.
ALTER TABLE failures ADD COLUMN request_seq INTEGER;
UPDATE failures SET request_seq = (
  SELECT seq FROM requests
  WHERE requests.id = failures.request_id AND requests.boot = failures.boot ORDER BY n DESC LIMIT 1
);
-- The number of its request's row.
ALTER TABLE failures ADD COLUMN request_n INTEGER AS (boot << 40 | request_seq) VIRTUAL;
CREATE INDEX failures_by_request ON failures (fingerprint, request_n, at);
`;
