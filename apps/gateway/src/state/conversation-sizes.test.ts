import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { openState } from "./open-state.ts";
import { migrations } from "./schema.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const sizesIn = (path: string) => {
  using db = new DatabaseSync(`${path}/state.db`, { readOnly: true });
  return {
    named: db.prepare("SELECT session_id, bytes, named FROM conversations ORDER BY id").all(),
    totals: db.prepare("SELECT client_id, bytes FROM conversation_totals").all(),
  };
};

it("knows how large conversations are that were there before anyone counted", async () => {
  await using directory = await temporaryDirectory();
  {
    using db = new DatabaseSync(`${directory.path}/state.db`);
    for (const step of migrations.slice(0, 3)) db.exec(step);
    db.exec(`PRAGMA user_version = 3;
      INSERT INTO conversations VALUES (1, 'a', 's', 2, 1, 1);
      INSERT INTO messages VALUES (1, 1, 'user', '"hé"', NULL, 1), (1, 2, 'user', '"you"', NULL, 1)`);
  }
  await using state = await openState({ dataDir: directory.path, now: Date.now });
  const before = 5 + 5 + 2 * 64;
  expect(sizesIn(directory.path)).toMatchObject({
    named: [{ session_id: "s", bytes: before, named: 1 }],
    totals: [{ client_id: "a", bytes: before }],
  });
  const message = { role: "user", content: '"hé"', requestId: null, at: 2 };
  await state.conversations.append({ clientId: "a", sessionId: "s" }, [message], 2);
  expect(sizesIn(directory.path).totals).toMatchObject([{ bytes: before + 5 + 64 }]);
  await state.conversations.prune({ since: 3, unnamedSince: 0, maxBytes: 1e9 });
  expect(sizesIn(directory.path)).toMatchObject({ named: [], totals: [] });
});
