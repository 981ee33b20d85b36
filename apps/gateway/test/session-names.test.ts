import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startGateway } from "./start-gateway.ts";

it("notes which sessions a client named, so that the others can go after a day", async () => {
  await using directory = await temporaryDirectory();
  await using gateway = await startGateway({ dataDir: directory.path });
  const { send } = gateway.admin.agent;
  await send.mutate({ message: "Hello.", sessionId: "mine" });
  const once = await send.mutate({ message: "Hello." });
  const goneOn = await send.mutate({ message: "Hello." });
  await send.mutate({ message: "And?", sessionId: goneOn.sessionId });
  using db = new DatabaseSync(`${directory.path}/state.db`, { readOnly: true });
  const rows = db.prepare("SELECT session_id, named FROM conversations ORDER BY id").all();
  expect(rows.map((row) => [row["session_id"], row["named"]])).toEqual([
    ["mine", 1],
    [once.sessionId, 0],
    [goneOn.sessionId, 1],
  ]);
});
