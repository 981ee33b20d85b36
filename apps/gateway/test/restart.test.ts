import { createClient } from "@signalbox/api-contract";
import { measureStream } from "@signalbox/practice/driver";
import { startPracticeUpstream, type PracticeUpstream } from "@signalbox/practice/upstream";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import OpenAI from "openai";
import { expect, it } from "vitest";
import { sessionCookieName } from "../src/auth/index.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess, type GatewayProcess } from "./gateway-process.ts";

async function prepare(upstream: PracticeUpstream, settings: object = {}) {
  const directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const agents = { support: { model: "local/swift-1", tools: ["clock"] } };
  const config = { providers: { local }, agents, ...settings };
  await writeFile(join(directory.path, "signalbox.yaml"), JSON.stringify(config));
  return directory;
}

const openai = ({ url }: GatewayProcess, token = "") =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0, logLevel: "off" });

const params = { model: "local/swift-1", messages: [{ role: "user" as const, content: "Hello." }] };

/** Signs a browser in, and gives its cookie's value. */
async function signIn({ url, loginCode }: GatewayProcess): Promise<string> {
  const response = await fetch(`${url}/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: loginCode }),
  });
  expect(response.status).toBe(204);
  return /=([^;]+)/.exec(response.headers.get("set-cookie") ?? "")?.[1] ?? "";
}

/** Asks as a browser does: by cookie, whose name carries the port. */
async function askByCookie({ url }: GatewayProcess, value: string): Promise<number> {
  const name = sessionCookieName({ port: Number(new URL(url).port), tls: false });
  const cookie = `${name}=${value}`;
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  return (await fetch(`${url}/trpc/system.health`, { headers })).status;
}

it.each(["SIGTERM", "SIGKILL"] as const)(
  "after %s it has its tokens, browser sessions and conversations again",
  async (signal) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    await using directory = await prepare(upstream);
    await using before = await startProcess(directory.path);
    const token = before.adminToken ?? "";
    const client = createClient({ url: before.url, token });
    const minted = await client.auth.createToken.mutate({ name: "crm", role: "ingest" });
    const cookie = await signIn(before);
    expect(await askByCookie(before, cookie)).toBe(200);
    const sent = await client.agent.send.mutate({ message: "Hello.", sessionId: "s" });
    expect(sent.durable).toBe(true);
    before.child.kill(signal);
    const { code } = await before.ended;
    expect(code).toBe(signal === "SIGTERM" ? 0 : null);

    await using after = await startProcess(directory.path);
    expect(after.adminToken).toBeUndefined();
    const again = createClient({ url: after.url, token });
    const { conversation } = await again.sessions.get.query({ sessionId: "s" });
    expect(conversation.map(({ role, text }) => [role, text])).toEqual([
      ["user", "Hello."],
      ["assistant", sent.text],
    ]);
    const { error } = await measureStream(openai(after, minted.token), params);
    expect(error).toBeUndefined();
    expect(await askByCookie(after, cookie)).toBe(200);
  },
);

it("on SIGTERM is not ready at once, takes nothing new, and finishes what it has", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  await using directory = await prepare(upstream);
  upstream.inject({ fault: { kind: "slow", ttftMs: 500, gapMs: 0 } });
  await using running = await startProcess(directory.path);
  const token = running.adminToken ?? "";
  const client = createClient({ url: running.url, token });
  const call = measureStream(openai(running, token), params);
  const run = client.agent.send.mutate({ message: "Hello." });
  await upstream.waitFor(({ active }) => active === 2);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  running.child.kill("SIGTERM");
  await expect
    .poll(async () => (await fetch(`${running.url}/readyz`)).status, { interval: 5 })
    .toBe(503);
  const late = await measureStream(openai(running, token), params);
  expect(late.error).toMatchObject({ status: 503 });
  expect(await call).toMatchObject({ error: undefined, finishReason: "stop" });
  expect((await run).text).not.toBe("");
  expect(await running.ended).toEqual({ code: 0, signal: null });
});

it("cancels what does not finish within the drain time, with its reason, and ends well", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  await using directory = await prepare(upstream, { drainMs: 200 });
  upstream.inject({ fault: { kind: "stall", afterTokens: 2 } });
  await using running = await startProcess(directory.path);
  const call = measureStream(openai(running, running.adminToken), params);
  await upstream.waitFor(({ tokensSent }) => tokensSent === 2);
  running.child.kill("SIGTERM");
  const { error } = await call;
  expect(error?.message).toContain("The gateway is stopping");
  await upstream.waitFor(({ aborted }) => aborted === 1);
  expect(await running.ended).toEqual({ code: 0, signal: null });
});

it("ends at once on a second signal", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  await using directory = await prepare(upstream);
  upstream.inject({ fault: { kind: "hang" } });
  await using running = await startProcess(directory.path);
  const call = measureStream(openai(running, running.adminToken), params);
  await upstream.waitFor(({ active }) => active === 1);
  running.child.kill("SIGTERM");
  await expect
    .poll(async () => (await fetch(`${running.url}/readyz`)).status, { interval: 5 })
    .toBe(503);
  running.child.kill("SIGTERM");
  expect(await running.ended).toEqual({ code: 1, signal: null });
  expect((await call).error).toBeDefined();
});
