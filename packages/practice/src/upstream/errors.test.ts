import { AuthenticationError, NotFoundError } from "openai";
import { describe, expect, it } from "vitest";
import { ask, testClient } from "../test-client.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

async function post(url: string, body: string, path = "/chat/completions") {
  const response = await fetch(url + path, { method: "POST", body });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("errors in OpenAI's shape", () => {
  it.each([
    ["no JSON", "{", 400, null],
    ["no object", "[]", 400, null],
    ["no model", "{}", 400, null],
    ["no messages", '{"model":"swift-1"}', 400, "missing_required_parameter"],
    ["empty messages", '{"model":"swift-1","messages":[]}', 400, null],
    ["an unknown role", '{"model":"swift-1","messages":[{"role":"ghost"}]}', 400, "invalid_value"],
    ["an unknown model", '{"model":"x","messages":[{"role":"user"}]}', 404, "model_not_found"],
  ])("%s", async (_, body, status, code) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const answer = await post(upstream.url, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      error: {
        message: expect.any(String),
        type: "invalid_request_error",
        param: status === 404 ? null : expect.toSatisfy((v) => v === null || typeof v === "string"),
        code,
      },
    });
    expect(answer.headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{32}$/);
    expect(upstream.stats()).toMatchObject({ requests: 1, refused: 1, active: 0 });
  });

  it("405 and 404 for what is not there", async () => {
    await using upstream = await startPracticeUpstream();
    expect((await post(upstream.url, "{}", "/models")).status).toBe(405);
    expect((await post(upstream.url, "{}", "/nothing")).status).toBe(404);
  });

  it("413 for a body that is too large, told before and found out late", async () => {
    await using upstream = await startPracticeUpstream();
    const body = " ".repeat(17 * 1024 * 1024);
    expect((await post(upstream.url, body)).status).toBe(413);
    const streamed = await fetch(`${upstream.url}/chat/completions`, {
      method: "POST",
      body: new Blob([body]).stream(),
      duplex: "half",
    });
    expect(streamed.status).toBe(413);
    await streamed.body?.cancel();
  });

  it("400 for more than fits into the context", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const call = testClient(upstream).chat.completions.create({
      model: "swift-1",
      messages: ask("word ".repeat(130_000)),
    });
    await expect(call).rejects.toMatchObject({ status: 400, code: "context_length_exceeded" });
  });

  it("401 without the right key, and none where no key is wanted", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0, apiKey: "right" });
    await expect(testClient(upstream, "wrong").models.list()).rejects.toThrow(AuthenticationError);
    expect((await post(upstream.url, "{}")).status).toBe(401);
    await expect(testClient(upstream, "right").models.list()).resolves.toBeDefined();
  });
});

describe("models", () => {
  it("lists the good ones first, then those that fail, and each by itself", async () => {
    await using upstream = await startPracticeUpstream();
    const client = testClient(upstream);
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(["swift-1", "steady-1", "deep-1"]);
    expect(ids.slice(3).every((id) => id.startsWith("fault-"))).toBe(true);
    expect((await client.models.retrieve("deep-1")).id).toBe("deep-1");
    await expect(client.models.retrieve("other")).rejects.toThrow(NotFoundError);
  });

  it("tells the rate limits as they are used up", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0, now: () => 1_000_000 });
    const create = () =>
      testClient(upstream)
        .chat.completions.create({ model: "swift-1", messages: ask("Hi") })
        .withResponse();
    const left = async () =>
      Number((await create()).response.headers.get("x-ratelimit-remaining-requests"));
    expect((await left()) - (await left())).toBe(1);
  });
});
