import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { openState } from "./open-state.ts";

const key = { clientId: "c", sessionId: "s" };
const message = { role: "user", content: '"hello"', requestId: "r", at: 1 };

it("says so and keeps nothing once its file was taken away, and goes on when it is back", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-state-"));
  await using state = await openState({ dataDir, now: () => 1 });
  await state.conversations.append(key, [message], 1);
  const [path, aside] = [join(dataDir, "state.db"), join(dataDir, "aside.db")];
  await rename(path, aside);
  await vi.waitUntil(() => !state.status().ok, { timeout: 5_000 });
  expect(state.status().reason).toContain("was removed or replaced");
  await expect(state.conversations.append(key, [message], 2)).rejects.toMatchObject({
    code: "write_failed",
  });
  expect(await state.conversations.load(key)).toHaveLength(1);
  await writeFile(path, "another");
  expect(state.status().ok).toBe(false);
  await rename(aside, path);
  await vi.waitUntil(() => state.status().ok, { timeout: 5_000 });
  await state.conversations.append(key, [message], 3);
  await state.close();
  await rm(dataDir, { recursive: true, force: true });
});
