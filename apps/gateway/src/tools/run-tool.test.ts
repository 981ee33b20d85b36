import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runTool } from "./run-tool.ts";
import { ToolError, type Tool } from "./tool.ts";

const options = { signal: new AbortController().signal, now: () => 42 };

function toolThat(run: Tool["run"]): Tool {
  return { name: "probe", description: "", inputSchema: { type: "object" }, source: "test", run };
}

/** A promise that nothing settles, as from a tool that hangs. */
const never = () => Promise.withResolvers<string>().promise;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("answers the output and its size, and hands the clock on", async () => {
  const tool = toolThat((input, { now }) => Promise.resolve(`é ${JSON.stringify(input)} ${now()}`));
  expect(await runTool(tool, { a: 1 }, options)).toEqual({
    ok: true,
    output: 'é {"a":1} 42',
    outputBytes: 13,
  });
});

test("an input that does not fit never reaches the tool", async () => {
  const run = vi.fn<Tool["run"]>();
  const result = await runTool(toolThat(run), "text", options);
  expect(result).toMatchObject({
    ok: false,
    error: { code: "tool_input", message: expect.stringContaining("must be object, not string") },
  });
  expect(run).not.toHaveBeenCalled();
});

describe("failures", () => {
  const cause = new Error("disk on fire");
  test.for([
    ["a rejection", () => Promise.reject(cause)],
    [
      "a throw before any promise",
      () => {
        throw cause;
      },
    ],
  ] as const)("%s is an answer that keeps its cause", async ([, run]) => {
    expect(await runTool(toolThat(run), {}, options)).toMatchObject({
      ok: false,
      error: { code: "tool_failed", message: "probe failed: disk on fire", cause },
    });
  });

  test("a tool's own ToolError is kept", async () => {
    const error = new ToolError("tool_input", "no such page");
    const result = await runTool(
      toolThat(() => Promise.reject(error)),
      {},
      options,
    );
    expect(result).toEqual({ ok: false, error });
  });

  test("a long message is cut, and what is no error is said to be none", async () => {
    const long = toolThat(() => Promise.reject(new Error("x".repeat(1_000_000))));
    const odd = toolThat(() => Promise.reject(Object.create(null)));
    const [cut, none] = [await runTool(long, {}, options), await runTool(odd, {}, options)];
    expect(cut.ok ? 0 : cut.error.message.length).toBeLessThan(2_100);
    expect(none).toMatchObject({ error: { message: expect.stringContaining("is no error") } });
  });
});

describe("a tool that does not end", () => {
  test("is answered for at its deadline, though it ignores its signal", async () => {
    let signal: AbortSignal | undefined;
    const running = runTool(
      toolThat((_, context) => {
        signal = context.signal;
        return never();
      }),
      {},
      { ...options, deadlineMs: 500 },
    );
    vi.advanceTimersByTime(499);
    expect(signal?.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal?.aborted).toBe(true);
    expect(await running).toMatchObject({
      ok: false,
      error: { code: "tool_timeout", message: expect.stringContaining("longer than its 500 ms") },
    });
  });

  test("has 30 s where nobody says otherwise", async () => {
    const running = runTool(toolThat(never), {}, options);
    vi.advanceTimersByTime(30_000);
    expect(await running).toMatchObject({ error: { code: "tool_timeout" } });
  });

  test("is answered for when the request is cancelled", async () => {
    const request = new AbortController();
    const running = runTool(toolThat(never), {}, { ...options, signal: request.signal });
    request.abort(new Error("by its client"));
    expect(await running).toMatchObject({
      ok: false,
      error: { code: "tool_cancelled", cause: { message: "by its client" } },
    });
  });

  test("does not begin where the request was cancelled before", async () => {
    const run = vi.fn<Tool["run"]>();
    const signal = AbortSignal.abort();
    expect(await runTool(toolThat(run), {}, { ...options, signal })).toMatchObject({
      error: { code: "tool_cancelled" },
    });
    expect(run).not.toHaveBeenCalled();
  });

  test("what it does later is dropped", async () => {
    const late = Promise.withResolvers<string>();
    const running = runTool(
      toolThat(() => late.promise),
      {},
      { ...options, deadlineMs: 1 },
    );
    vi.advanceTimersByTime(1);
    expect(await running).toMatchObject({ ok: false });
    late.reject(new Error("too late for anyone"));
    // An unhandled rejection would show by now, and fail the test.
    await setImmediate();
  });
});

describe("long output", () => {
  const text = "é".repeat(1_000);

  test("is cut between characters, with a note that counts into the bound", async () => {
    const tool = toolThat(() => Promise.resolve(text));
    const result = await runTool(tool, {}, { ...options, maxOutputBytes: 101 });
    expect(result).toMatchObject({ ok: true, outputBytes: 2_000 });
    const output = result.ok ? result.output : "";
    expect(output).toMatch(/^é+\n\[truncated, 2000 bytes in all\]$/);
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(101);
    expect(Buffer.byteLength(output)).toBeGreaterThan(98);
  });

  test("is 64 KiB where nobody says otherwise", async () => {
    const tool = toolThat(() => Promise.resolve("x".repeat(65_537)));
    const result = await runTool(tool, {}, options);
    expect(result.ok ? Buffer.byteLength(result.output) : 0).toBe(65_536);
  });
});
