/** What an ended request does to the sums of its session. */
const addToSession = `
    INSERT INTO sessions VALUES (new.client_id, new.session_id, new.client, new.started_at, new.ended_at,
      1, new.outcome IS 'failed', coalesce(new.input_tokens, 0), new.output_tokens,
      coalesce(new.cost_usd, 0), new.cost_usd IS NULL)
    ON CONFLICT DO UPDATE SET client = excluded.client, last_at = max(last_at, excluded.last_at),
      requests = requests + 1, failed = failed + excluded.failed,
      input_tokens = input_tokens + excluded.input_tokens,
      output_tokens = output_tokens + excluded.output_tokens,
      cost_usd = cost_usd + excluded.cost_usd, unpriced = unpriced + excluded.unpriced;
`;

/**
 * One order over all starts as the key of a row, a full-text index, figures by the minute and the hour,
 * failures, sums of sessions, changes of state, and a sample a second.
 */
export const version2 = `
-- A row's number n is its start's in the upper bits and its fact's in the lower 40: its place in the one
-- order over all starts, its key, and its place in the full-text index.
ALTER TABLE requests RENAME TO requests_1;
DROP INDEX requests_by_end;
DROP INDEX requests_by_id;
DROP INDEX requests_by_session;
DROP INDEX requests_by_error;
CREATE TABLE requests (
  n INTEGER PRIMARY KEY,
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
  -- As the client asked: another may have answered. Null where version 1 wrote the row.
  asked_provider TEXT,
  asked_model TEXT
) STRICT;
INSERT INTO requests (n, boot, seq, ended_seq, id, session_id, lane, lane_label, one_shot, channel, client,
    client_id, agent, provider, model, started_at, ended_at, duration_ms, outcome, error_kind,
    error_message, input_tokens, output_tokens, usage_source, ttft, tokens_per_sec, cost_usd,
    model_calls, attempts, practice, route, gateway_ms)
  SELECT (boot << 40) | seq, boot, seq, ended_seq, id, session_id, lane, lane_label, one_shot, channel, client,
    client_id, agent, provider, model, started_at, ended_at, duration_ms, outcome, error_kind,
    error_message, input_tokens, output_tokens, usage_source, ttft, tokens_per_sec, cost_usd,
    model_calls, attempts, practice, route, gateway_ms
  FROM requests_1 ORDER BY boot, seq;
DROP TABLE requests_1;
CREATE INDEX requests_by_id ON requests (id);
-- What was in flight at a moment: most requests are short, and the few long ones have an index of theirs.
CREATE INDEX requests_by_start ON requests (started_at, ended_at);
CREATE INDEX requests_long ON requests (started_at, ended_at) WHERE duration_ms > 600000;
CREATE INDEX requests_open ON requests (boot) WHERE ended_seq IS NULL;
CREATE INDEX requests_by_end ON requests (ended_at) WHERE ended_at IS NOT NULL;

-- Of those that ended: their names, figures and words, by the request's number.
CREATE VIRTUAL TABLE request_terms USING fts5 (
  terms, content = '', contentless_delete = 1, detail = none, prefix = '2 3', tokenize = 'unicode61'
);

ALTER TABLE spans RENAME TO spans_1;
CREATE TABLE spans (
  boot INTEGER NOT NULL,
  request_seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  first_token_at INTEGER,
  ended_at INTEGER,
  -- When its end counted as that of a model call; null where another attempt followed.
  counted_at INTEGER,
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
) STRICT, WITHOUT ROWID;
INSERT INTO spans (boot, request_seq, id, kind, name, started_at, first_token_at, ended_at, status,
    error_kind, waits_for, model_call, attempt, provider, model, http_status, error_message,
    retry_after_ms, ttft, gap, input_tokens, output_tokens, cached_tokens, reasoning_tokens,
    tokens_per_sec, usage_source, cost_usd, finish_reason, input, output, input_bytes, output_bytes)
  SELECT boot, request_seq, id, kind, name, started_at, first_token_at, ended_at, status,
    error_kind, waits_for, model_call, attempt, provider, model, http_status, error_message,
    retry_after_ms, ttft, gap, input_tokens, output_tokens, cached_tokens, reasoning_tokens,
    tokens_per_sec, usage_source, cost_usd, finish_reason, input, output, input_bytes, output_bytes
  FROM spans_1;
DROP TABLE spans_1;

-- What a request was found to wait for in its queue, whenever that changed.
CREATE TABLE waits (
  boot INTEGER NOT NULL,
  request_seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  waits_for TEXT NOT NULL,
  PRIMARY KEY (boot, request_seq, at)
) STRICT, WITHOUT ROWID;

ALTER TABLE texts RENAME TO texts_1;
CREATE TABLE texts (
  boot INTEGER NOT NULL,
  request_seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  role TEXT NOT NULL,
  text TEXT NOT NULL,
  truncated_bytes INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (boot, request_seq, n)
) STRICT, WITHOUT ROWID;
INSERT INTO texts SELECT boot, request_seq, n, role, text, truncated_bytes, at FROM texts_1;
DROP TABLE texts_1;

ALTER TABLE events RENAME TO events_1;
DROP INDEX events_by_request;
CREATE TABLE events (
  n INTEGER PRIMARY KEY,
  boot INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  source TEXT NOT NULL,
  message TEXT NOT NULL,
  context TEXT,
  request_id TEXT,
  session_id TEXT
) STRICT;
INSERT INTO events (n, boot, seq, at, level, source, message, context, request_id, session_id)
  SELECT (boot << 40) | seq, boot, seq, at, level, source, message, context, request_id, session_id
  FROM events_1 ORDER BY boot, seq;
DROP TABLE events_1;
CREATE INDEX events_by_request ON events (request_id, n) WHERE request_id IS NOT NULL;
CREATE INDEX events_by_time ON events (at);
CREATE VIRTUAL TABLE event_terms USING fts5 (
  terms, content = '', contentless_delete = 1, detail = none, prefix = '2 3', tokenize = 'unicode61'
);

-- Every failure that an operator should see: a request's, or a tool's.
CREATE TABLE failures (
  n INTEGER PRIMARY KEY,
  boot INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  error_kind TEXT NOT NULL,
  message TEXT NOT NULL,
  request_id TEXT NOT NULL,
  lane_label TEXT NOT NULL,
  channel TEXT NOT NULL,
  client TEXT NOT NULL,
  agent TEXT,
  provider TEXT,
  model TEXT,
  tool TEXT
) STRICT;
CREATE INDEX failures_by_fingerprint ON failures (fingerprint, at);
CREATE INDEX failures_by_time ON failures (at, fingerprint);

-- What has a state until it changes: breakers and pauses of models, holds on lanes, the config.
CREATE TABLE changes (
  n INTEGER PRIMARY KEY,
  boot INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The rest as JSON.
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX changes_by_subject ON changes (kind, subject, n);

-- Once a second: what has a level, and the totals that count on over restarts.
CREATE TABLE samples (
  at INTEGER NOT NULL,
  boot INTEGER NOT NULL,
  in_flight INTEGER NOT NULL,
  queue_depth INTEGER NOT NULL,
  oldest_wait_ms REAL NOT NULL,
  overdue INTEGER NOT NULL,
  slots_used INTEGER NOT NULL,
  slots_total INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  model_calls INTEGER NOT NULL,
  PRIMARY KEY (at, boot)
) STRICT, WITHOUT ROWID;

-- What was counted and measured in a minute or an hour (level: its minutes), of all values of a dimension
-- ('' for everything together) in one piece. Part: 'counters', 'gauges', or a sketch's name.
CREATE TABLE rollups (
  level INTEGER NOT NULL,
  dimension TEXT NOT NULL,
  part TEXT NOT NULL,
  -- Epoch minutes of its beginning.
  minute INTEGER NOT NULL,
  boot INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (level, dimension, part, minute, boot)
) STRICT, WITHOUT ROWID;

-- The last minute that this start wrote, and the end of the last hour that was made of such.
ALTER TABLE boots ADD COLUMN minutes_to INTEGER;
ALTER TABLE boots ADD COLUMN hours_to INTEGER;
-- The totals as of last_at, those of all starts before it included.
ALTER TABLE boots ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boots ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boots ADD COLUMN model_calls INTEGER NOT NULL DEFAULT 0;

-- What the requests of a session came to, kept up with them as they end and as they go.
CREATE TABLE sessions (
  client_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  client TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  input_tokens REAL NOT NULL,
  output_tokens REAL NOT NULL,
  cost_usd REAL NOT NULL,
  unpriced INTEGER NOT NULL,
  PRIMARY KEY (client_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_time ON sessions (last_at, client_id, session_id);
CREATE INDEX sessions_by_name ON sessions (session_id, last_at);
INSERT INTO sessions
  SELECT client_id, session_id, max(client), min(started_at), max(ended_at), count(*),
    sum(outcome IS 'failed'), sum(coalesce(input_tokens, 0)), sum(output_tokens),
    sum(coalesce(cost_usd, 0)), sum(cost_usd IS NULL)
  FROM requests WHERE one_shot = 0 AND ended_seq IS NOT NULL GROUP BY client_id, session_id;
CREATE TRIGGER session_grows AFTER UPDATE ON requests
  WHEN old.ended_seq IS NULL AND new.ended_seq IS NOT NULL AND new.one_shot = 0
BEGIN ${addToSession} END;
-- One whose acceptance was lost is written first when it has ended.
CREATE TRIGGER session_begins AFTER INSERT ON requests
  WHEN new.ended_seq IS NOT NULL AND new.one_shot = 0
BEGIN ${addToSession} END;
CREATE TRIGGER session_shrinks AFTER DELETE ON requests
  WHEN old.ended_seq IS NOT NULL AND old.one_shot = 0
BEGIN
  UPDATE sessions SET requests = requests - 1, failed = failed - (old.outcome IS 'failed'),
      input_tokens = input_tokens - coalesce(old.input_tokens, 0),
      output_tokens = output_tokens - old.output_tokens,
      cost_usd = cost_usd - coalesce(old.cost_usd, 0), unpriced = unpriced - (old.cost_usd IS NULL)
    WHERE client_id = old.client_id AND session_id = old.session_id;
  DELETE FROM sessions WHERE client_id = old.client_id AND session_id = old.session_id AND requests = 0;
END;
`;
