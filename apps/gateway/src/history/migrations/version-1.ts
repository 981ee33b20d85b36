/** Requests, their spans and texts, events, starts and gaps. */
export const version1 = `
CREATE TABLE boots (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  boot_id TEXT NOT NULL UNIQUE,
  node TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  -- Everything stated up to then is in this file.
  last_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- 1 where it stopped as it should, 0 where a later start found it open.
  clean INTEGER
) STRICT;

CREATE TABLE requests (
  boot INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ended_seq INTEGER,
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  lane TEXT NOT NULL,
  lane_label TEXT NOT NULL,
  one_shot INTEGER NOT NULL,
  channel TEXT NOT NULL,
  client TEXT NOT NULL,
  client_id TEXT NOT NULL,
  agent TEXT,
  provider TEXT,
  model TEXT,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  duration_ms REAL NOT NULL,
  outcome TEXT,
  error_kind TEXT,
  error_message TEXT,
  input_tokens REAL,
  output_tokens REAL NOT NULL,
  usage_source TEXT NOT NULL,
  ttft REAL,
  tokens_per_sec REAL,
  cost_usd REAL,
  model_calls INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  practice INTEGER NOT NULL,
  route TEXT NOT NULL,
  gateway_ms REAL,
  PRIMARY KEY (boot, seq)
) STRICT;
CREATE INDEX requests_by_end ON requests (boot, ended_seq);
CREATE INDEX requests_by_id ON requests (id);
CREATE INDEX requests_by_session ON requests (session_id, boot, ended_seq);
CREATE INDEX requests_by_error ON requests (error_kind, boot, ended_seq)
  WHERE error_kind IS NOT NULL;

CREATE TABLE spans (
  boot INTEGER NOT NULL,
  request_seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  first_token_at INTEGER,
  ended_at INTEGER,
  status TEXT NOT NULL,
  error_kind TEXT,
  waits_for TEXT,
  model_call INTEGER,
  attempt INTEGER,
  provider TEXT,
  model TEXT,
  http_status INTEGER,
  error_message TEXT,
  retry_after_ms REAL,
  ttft REAL,
  gap REAL,
  input_tokens REAL,
  output_tokens REAL,
  cached_tokens REAL,
  reasoning_tokens REAL,
  tokens_per_sec REAL,
  usage_source TEXT NOT NULL,
  cost_usd REAL,
  finish_reason TEXT,
  input TEXT,
  output TEXT,
  input_bytes INTEGER,
  output_bytes INTEGER,
  PRIMARY KEY (boot, request_seq, id)
) STRICT;

-- What was said: a request's messages, and its body under the role of that name.
CREATE TABLE texts (
  boot INTEGER NOT NULL,
  request_seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  role TEXT NOT NULL,
  text TEXT NOT NULL,
  truncated_bytes INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (boot, request_seq, n)
) STRICT;

CREATE TABLE events (
  boot INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  source TEXT NOT NULL,
  message TEXT NOT NULL,
  context TEXT,
  request_id TEXT,
  session_id TEXT,
  PRIMARY KEY (boot, seq)
) STRICT;
CREATE INDEX events_by_request ON events (request_id, boot, seq) WHERE request_id IS NOT NULL;

-- When something may be missing: from when to when, and why.
CREATE TABLE gaps (
  id INTEGER PRIMARY KEY,
  boot INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  lost INTEGER
) STRICT;
`;
