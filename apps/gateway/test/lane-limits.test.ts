import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startFromFile, writeConfig } from "./start-from-file.ts";

it("lets as many run as a changed config has slots for, and no lane grow past its new depth", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  upstream.inject({ fault: { kind: "hang" } });
  await using directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const configWith = (lanes: object) => ({
    providers: { local },
    agents: { support: { model: "local/swift-1" } },
    drainMs: 1,
    lanes,
  });
  await writeConfig(directory.path, configWith({ concurrency: 1, maxDepth: 5 }));
  await using gateway = await startFromFile(directory.path);
  const { admin } = gateway;
  const start = (sessionId: string) => admin.agent.start.mutate({ message: "Hello.", sessionId });
  for (const sessionId of ["a", "b", "c", "d"]) await start(sessionId);
  await upstream.waitFor(({ active }) => active === 1);
  expect(await admin.system.metrics.query()).toMatchObject({
    queueDepth: 3,
    slots: { used: 1, total: 1 },
  });

  await writeConfig(directory.path, configWith({ concurrency: 3, maxDepth: 1 }));
  // Nothing ended that could have woken them.
  await upstream.waitFor(({ active }) => active === 3, AbortSignal.timeout(5_000));
  expect(await admin.system.metrics.query()).toMatchObject({
    queueDepth: 1,
    slots: { used: 3, total: 3 },
  });
  await start("a");
  await expect(start("a")).rejects.toMatchObject({ data: { reason: "queue_full" } });

  await writeConfig(directory.path, configWith({ concurrency: 1, maxDepth: 1 }));
  await expect
    .poll(() => admin.system.metrics.query(), { timeout: 5_000 })
    .toMatchObject({ slots: { used: 3, total: 1 } });
});
