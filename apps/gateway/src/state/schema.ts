/**
 * How state.db came to be: one step for each version, in order, never changed once released.
 * `PRAGMA user_version` counts those that were taken.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    revoked_at INTEGER,
    created_by TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE browser_sessions (
    id_hash TEXT PRIMARY KEY,
    token_id TEXT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX browser_sessions_by_token ON browser_sessions (token_id);

  CREATE TABLE login_codes (
    hash TEXT PRIMARY KEY,
    token_id TEXT REFERENCES tokens (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX login_codes_by_token ON login_codes (token_id);
  CREATE INDEX login_codes_by_expiry ON login_codes (expires_at);

  CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    messages INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (client_id, session_id)
  ) STRICT;
  CREATE INDEX conversations_by_session ON conversations (session_id);
  CREATE INDEX conversations_by_use ON conversations (updated_at);

  CREATE TABLE messages (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    request_id TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, seq)
  ) STRICT;

  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What agent runs ended with, for who asks again: the same id from the same token runs once.
  CREATE TABLE runs (
    client_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    session_id TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (client_id, request_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX runs_by_start ON runs (started_at);

  -- What was spent, by whom and on what day or in which session, for the budgets.
  CREATE TABLE spend (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    usd REAL NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX spend_by_use ON spend (updated_at);

  -- Tools of MCP servers as they were approved: another hash is held until somebody looked.
  CREATE TABLE approvals (
    tool TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    approved_by TEXT,
    approved_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Lanes and models that an operator paused, and until when.
  CREATE TABLE pauses (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    reason TEXT,
    paused_by TEXT NOT NULL,
    paused_at INTEGER NOT NULL,
    until INTEGER,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;

  -- Who changed what, when and why. Each entry's hash covers the one before it.
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT,
    before TEXT,
    after TEXT,
    hash TEXT NOT NULL
  ) STRICT;

  -- Messages that a webhook brought, until their result was delivered.
  CREATE TABLE webhook_jobs (
    webhook TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    request_id TEXT NOT NULL,
    state TEXT NOT NULL,
    result TEXT,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    received_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (webhook, message_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX webhook_jobs_by_state ON webhook_jobs (state, next_at);
  `,
  `
  -- What is kept of runs is shared out between the tokens: how many each has, and which are its oldest.
  CREATE INDEX runs_by_client ON runs (client_id, state, started_at);
  CREATE INDEX runs_with_outcome ON runs (client_id, started_at) WHERE outcome IS NOT NULL;
  `,
  `
  -- How large conversations are, and whether the client named their session: what bounds them.
  ALTER TABLE conversations ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN named INTEGER NOT NULL DEFAULT 1;
  UPDATE conversations SET bytes = (
    SELECT COALESCE(SUM(LENGTH(CAST(content AS BLOB)) + 64), 0) FROM messages
    WHERE conversation_id = conversations.id
  );
  CREATE INDEX conversations_by_client ON conversations (client_id, updated_at);
  CREATE INDEX conversations_unnamed ON conversations (updated_at) WHERE named = 0;
  -- Those that are on their way out for want of room, a part of their messages at a time.
  CREATE INDEX conversations_leaving ON conversations (updated_at) WHERE named = -1;

  -- The sums of each token's, kept up with every change: to add them up anew would read them all.
  CREATE TABLE conversation_totals (
    client_id TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO conversation_totals SELECT client_id, SUM(bytes) FROM conversations GROUP BY client_id;
  CREATE TRIGGER conversation_added AFTER INSERT ON conversations BEGIN
    INSERT INTO conversation_totals VALUES (NEW.client_id, NEW.bytes)
      ON CONFLICT (client_id) DO UPDATE SET bytes = bytes + excluded.bytes;
  END;
  CREATE TRIGGER conversation_grown AFTER UPDATE OF bytes ON conversations BEGIN
    UPDATE conversation_totals SET bytes = bytes + NEW.bytes - OLD.bytes
      WHERE client_id = NEW.client_id;
  END;
  CREATE TRIGGER conversation_removed AFTER DELETE ON conversations BEGIN
    UPDATE conversation_totals SET bytes = bytes - OLD.bytes WHERE client_id = OLD.client_id;
    DELETE FROM conversation_totals WHERE client_id = OLD.client_id AND NOT EXISTS
      (SELECT 1 FROM conversations WHERE client_id = OLD.client_id);
  END;
  `,
];
