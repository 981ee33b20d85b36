import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

/** As many as the picture of requests remembers, and one more. */
const pushedOut = 1_001;

it("cancels nobody else's run, not even by an id that was the token's own long ago", async () => {
  await using gateway = await startGateway();
  const [first, second] = await Promise.all([gateway.mint("ingest"), gateway.mint("ingest")]);
  const firstClient = gateway.client(first.token);
  await firstClient.agent.send.mutate({ message: "Mine.", requestId: "order-7" });
  const openai = gateway.openai(first.token);
  for (let sent = 0; sent < pushedOut; sent += 50) {
    const one = () =>
      openai.chat.completions.create({
        model: "local/swift-1",
        messages: [{ role: "user", content: "Hello." }],
      });
    await Promise.all(Array.from({ length: 50 }, one));
  }
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { agent } = gateway.client(second.token);
  const { requestId } = await agent.start.mutate({ message: "Mine.", requestId: "order-7" });
  expect(await firstClient.agent.cancel.mutate({ requestId: "order-7" })).toMatchObject({
    cancelled: false,
  });
  await expect(firstClient.agent.cancel.mutate({ requestId })).rejects.toMatchObject({
    data: { reason: "not_found" },
  });
  const { request } = await gateway.admin.requests.get.query({ requestId });
  expect(request).toMatchObject({ state: "running", clientId: second.id });
  expect(await agent.cancel.mutate({ requestId })).toMatchObject({ cancelled: true });
});

it("lets a token watch its run by the id it chose and by the one it was told", async () => {
  await using gateway = await startGateway();
  const [first, second] = await Promise.all([gateway.mint("ingest"), gateway.mint("ingest")]);
  await gateway.client(first.token).agent.send.mutate({ message: "Mine.", requestId: "r" });
  const client = gateway.client(second.token);
  const told = await client.agent.send.mutate({ message: "Mine too.", requestId: "r" });
  expect(told.requestId).not.toBe("r");
  for (const requestId of ["r", told.requestId]) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const watching = client.agent.stream.subscribe(
      { requestId },
      {
        onData: ({ data }) => {
          if (data.type === "done") resolve(data.result);
        },
        onError: reject,
      },
    );
    expect(await promise).toMatchObject({ requestId: told.requestId, text: told.text });
    watching.unsubscribe();
  }
});
