import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello." }];

it("tells which share of requests a pause would fail, those with a fallback apart", async () => {
  await using gateway = await startGateway({
    config: {
      agents: {
        alone: { model: "local/swift-1", tools: [] },
        safe: { model: "local/swift-1", fallback: ["local/steady-1"], tools: [] },
      },
      aliases: { fast: ["local/deep-1", "local/steady-1"] },
    },
  });
  const send = async (model: string) =>
    measureStream(gateway.openai(gateway.adminToken), { model, messages });
  for (const model of ["alone", "safe", "safe", "local/swift-1", "local/steady-1", "fast"]) {
    await send(model);
  }
  const { models } = gateway.admin;
  const swift = await models.pauseReach.query({ provider: "local", model: "swift-1" });
  expect(swift).toMatchObject({ requests: 6, using: 4, withoutFallback: 2, isAtMost: false });
  expect(swift.windowMs).toBeLessThan(900_000);
  expect(await models.pauseReach.query({ provider: "local", model: "deep-1" })).toMatchObject({
    using: 1,
    withoutFallback: 1,
    isAtMost: true,
  });
  // Of a whole provider, a fallback within it is none.
  expect(await models.pauseReach.query({ provider: "local" })).toMatchObject({
    using: 6,
    withoutFallback: 6,
  });
  await expect(models.pauseReach.query({ provider: "nobody" })).rejects.toThrow(
    /no provider called nobody/,
  );
});
