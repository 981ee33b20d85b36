import { expect, it } from "vitest";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { pastPicture } from "../src/ports/past-picture.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startRawUpstream, type RawUpstream } from "./raw-upstream.ts";
import { simulatedClock } from "./recorded-run.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const minute = 60_000;
const modelCall = {
  provider: "local",
  agent: "support",
  latency: 1,
  inputTokens: 1,
  outputTokens: 1,
  tokensPerSec: 1,
};

/** A model that calls the clock so often, one call an answer, and then has its say. */
async function loopingModel(times: number): Promise<RawUpstream> {
  let calls = 0;
  return await startRawUpstream((response) => {
    calls += 1;
    response.writeHead(200, { "content-type": "text/event-stream" });
    const tool = { index: 0, id: `c${calls}`, type: "function" };
    const asked = { tool_calls: [{ ...tool, function: { name: "clock", arguments: "{}" } }] };
    const isCall = calls <= times;
    const delta = isCall ? asked : { content: "Done." };
    const finish_reason = isCall ? "tool_calls" : "stop";
    for (const choices of [[{ index: 0, delta }], [{ index: 0, delta: {}, finish_reason }]]) {
      response.write(`data: ${JSON.stringify({ choices })}\n\n`);
    }
    response.end("data: [DONE]\n\n");
  });
}

function liveVerdict({ admin }: TestGateway, isIt: (headline: string) => boolean) {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const subscription = admin.system.live.subscribe(undefined, {
    onData: ({ data }) => {
      if ("verdict" in data && data.verdict !== undefined && isIt(data.verdict.headline)) {
        resolve(data.verdict);
      }
    },
  });
  return promise.finally(() => {
    subscription.unsubscribe();
  });
}

it("tells of an agent that calls a tool again and again, now and of then", async () => {
  await using upstream = await loopingModel(6);
  await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
  await gateway.admin.agent.send.mutate({ message: "What time is it?", requestId: "r1" });
  const loop = {
    level: "warn",
    headline: "Agent support called a tool again and again:",
    detail: "one request called clock 6 times in a row with the same input.",
    since: expect.any(Number),
    place: { kind: "request", requestId: "r1" },
  };
  const verdict = { ...loop, requests: null, findings: [loop] };
  expect(await liveVerdict(gateway, (headline) => headline.startsWith("Agent"))).toEqual(verdict);
  const { spans } = await gateway.admin.requests.get.query({ requestId: "r1" });
  const calls = spans.filter(({ kind }) => kind === "tool");
  const at = (t: number) => gateway.admin.history.at.query({ t });
  const after = await at(Date.now());
  const told = { ...loop, since: calls[0]?.startedAt };
  expect(after.verdict).toEqual({ ...told, requests: null, findings: [told] });
  // Before the fifth call it was nothing yet.
  expect((await at((calls[3]?.startedAt ?? 0) - 1)).verdict.findings).toEqual([]);
});

it("tells of no tool that was called four times", async () => {
  await using upstream = await loopingModel(4);
  await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
  await gateway.admin.agent.send.mutate({ message: "What time is it?" });
  expect(await liveVerdict(gateway, () => true)).toMatchObject({ findings: [] });
  const { verdict } = await gateway.admin.history.at.query({ t: Date.now() });
  expect(verdict.findings).toEqual([]);
});

it("tells what an agent costs beside its hour before, which an earlier start may have seen", async () => {
  await using directory = await temporaryDirectory();
  const begin = Date.now() - 125 * minute;
  const clock = simulatedClock(begin);
  {
    await using bench = await createHistoryBench({ dataDir: directory.path, clock });
    for (let n = 0; n < 125; n += 1) {
      const costUsd = n < 65 ? 0.01 : 0.1;
      bench.collector.recordModelCall({ ...modelCall, costUsd });
      bench.event("a minute passes");
      clock.pass(minute);
    }
  }
  await using gateway = await startGateway({ dataDir: directory.path });
  const costly = {
    level: "warn",
    headline: expect.stringMatching(/^Agent support costs \d+(\.\d)? times what it did:$/),
    detail: expect.stringMatching(
      /^\$[56]\.\d\d in the last hour, \$0\.\d\d in the hour before\.$/,
    ),
    since: null,
    place: { kind: "agent", agent: "support", windowMs: 60 * minute },
  };
  const verdict = { ...costly, requests: null, findings: [costly] };
  expect(await liveVerdict(gateway, (headline) => headline.startsWith("Agent"))).toEqual(verdict);
  expect((await gateway.admin.history.at.query({ t: Date.now() })).verdict).toEqual(verdict);
  const hourAgo = await gateway.admin.history.at.query({ t: begin + 62 * minute });
  expect(hourAgo.verdict.findings).toEqual([]);
});

it("says of a past moment no more of a tool's input than was kept", async () => {
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(Date.UTC(2026, 0, 5, 3, 0, 0));
  await using bench = await createHistoryBench({ dataDir: directory.path, clock });
  const call = (id: string, inputs: readonly string[]): void => {
    bench.begin(id);
    for (const [n, input] of inputs.entries()) {
      const tool = { requestId: id, spanId: `${id}.t${n}` } as const;
      bench.state({ type: "tool.started", ...tool, tool: "search", input });
      clock.pass(10);
      const end = { status: "ok", output: "", outputBytes: 0, errorMessage: null } as const;
      bench.state({ type: "tool.ended", ...tool, ...end });
    }
  };
  const times = <T>(n: number, of: T) => Array.from({ length: n }, () => of);
  call("same", times(5, "{}"));
  call("others", [...times(4, "{}"), '{"q":1}', ...times(4, "{}")]);
  call("long", times(5, "x".repeat(40_000)));
  const findingsAt = async (t: number) => {
    const picture = await pastPicture({ ...bench, clock, isPractice: () => false }, t);
    return picture.verdict.findings.map(({ place }) => place);
  };
  expect(await findingsAt(clock.now())).toEqual([{ kind: "request", requestId: "same" }]);
});
