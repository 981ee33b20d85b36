import { execFile, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startFromFile, writeConfig } from "./start-from-file.ts";
import { newSecret } from "./webhook-sender.ts";

const docs = new URL("../../../docs/api.md", import.meta.url);
const hasTools = ["curl", "openssl"].every(
  (tool) =>
    spawnSync(tool, ["--version"]).status === 0 || spawnSync(tool, ["version"]).status === 0,
);

it.skipIf(!hasTools)("the documented shell command signs a message that is taken", async () => {
  const example = [...(await readFile(docs, "utf8")).matchAll(/```sh\n(.*?)```/gs)]
    .map(([, text = ""]) => text)
    .find((text) => text.includes("webhook-signature"));
  await using directory = await temporaryDirectory();
  const secret = newSecret();
  await writeConfig(directory.path, { webhooks: { orders: { secret } } });
  await using gateway = await startFromFile(directory.path);
  const script = example?.replace("http://127.0.0.1:4870", gateway.url) ?? "";
  const { stdout } = await promisify(execFile)("sh", ["-c", script], {
    env: { ...process.env, ORDERS_WEBHOOK_SECRET: secret },
  });
  expect(JSON.parse(stdout)).toEqual({
    requestId: expect.any(String),
    sessionId: "customer-7",
  });
});
