import { beginningOf } from "../beginning-of.ts";
import { capOutput } from "./cap-output.ts";
import { checkInput } from "./check-input.ts";
import { ToolError, type Tool } from "./tool.ts";

export interface RunToolOptions {
  /** The request's signal. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long it may take: as the tool says, or 30 s, where it is left out. */
  readonly deadlineMs?: number;
  /** How much of its output the model is told: as the tool says, or 64 KiB, where it is left out. */
  readonly maxOutputBytes?: number;
}

/** `outputBytes` is the size of the whole output, before it was capped. */
export type ToolResult =
  | { readonly ok: true; readonly output: string; readonly outputBytes: number }
  | { readonly ok: false; readonly error: ToolError };

const defaultDeadlineMs = 30_000;
const defaultMaxOutputBytes = 64 * 1024;
const maxErrorLength = 2_000;

/**
 * Runs a tool once and never throws: an input that does not fit, a failure, a passed deadline and a
 * cancelled request are all answers. It answers in time even where the tool ignores its signal; what
 * such a tool does afterwards is dropped.
 */
export async function runTool(
  tool: Tool,
  input: unknown,
  options: RunToolOptions,
): Promise<ToolResult> {
  const problem = checkInput(input, tool.inputSchema);
  if (problem !== undefined) {
    const message = `The input does not fit ${tool.name}: ${problem}.`;
    return { ok: false, error: new ToolError("tool_input", message) };
  }
  const stop = stopper(tool, options);
  try {
    const output = await untilStopped(tool, input, stop.signal, options.now);
    const maxBytes = options.maxOutputBytes ?? tool.maxOutputBytes ?? defaultMaxOutputBytes;
    return { ok: true, ...capOutput(output, maxBytes) };
  } catch (error) {
    return { ok: false, error: asToolError(tool, error) };
  } finally {
    stop[Symbol.dispose]();
  }
}

/** One signal for both ends a run can come to; its reason is the error to answer. */
function stopper(tool: Tool, options: RunToolOptions) {
  const { signal } = options;
  const deadlineMs = options.deadlineMs ?? tool.deadlineMs ?? defaultDeadlineMs;
  const controller = new AbortController();
  const onAbort = () => {
    const message = `${tool.name} was stopped: its request was cancelled.`;
    controller.abort(new ToolError("tool_cancelled", message, { cause: signal.reason }));
  };
  const timer = setTimeout(() => {
    const message = `${tool.name} took longer than its ${deadlineMs} ms. Ask it for less, or try again later.`;
    controller.abort(new ToolError("tool_timeout", message));
  }, deadlineMs);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

async function untilStopped(
  tool: Tool,
  input: unknown,
  signal: AbortSignal,
  now: () => number,
): Promise<string> {
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => stopped.reject(signal.reason), { once: true });
  return Promise.race([stopped.promise, tool.run(input, { signal, now })]);
}

function asToolError(tool: Tool, cause: unknown): ToolError {
  if (cause instanceof ToolError) return cause;
  const said = cause instanceof Error ? cause.message : "it threw something that is no error";
  return new ToolError("tool_failed", `${tool.name} failed: ${beginningOf(said, maxErrorLength)}`, {
    cause,
  });
}
