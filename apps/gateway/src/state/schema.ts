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
];
