import type { ErrorKind, RequestDetail, RunEvent, RunResult } from "@signalbox/api-contract";

/** A piece of an answer, in the order it came. */
export type AnswerPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "tool";
      readonly callId: string;
      readonly tool: string;
      readonly state: "started" | "ended" | "failed";
      readonly input: string | null;
      readonly output: string | null;
      readonly durationMs: number | null;
    };

export type RunEnding =
  | { readonly type: "done"; readonly result: RunResult }
  | { readonly type: "failed"; readonly errorKind: ErrorKind; readonly message: string };

/** A run as far as it was watched. */
export interface RunView {
  readonly parts: readonly AnswerPart[];
  /** Null while it goes on. */
  readonly ending: RunEnding | null;
}

export const emptyRun: RunView = { parts: [], ending: null };

export function applyRunEvents(run: RunView, events: readonly RunEvent[]): RunView {
  return events.reduce(applyRunEvent, run);
}

function applyRunEvent(run: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case "text":
      return { ...run, parts: withText(run.parts, event.text) };
    case "tool": {
      const { type: _, ...call } = event;
      return { ...run, parts: withTool(run.parts, { kind: "tool", ...call }) };
    }
    case "gap":
      // All text so far, which holds what was streamed before it: the tools between are not told again.
      return { ...run, parts: [...toolsOf(run.parts), { kind: "text", text: event.text }] };
    case "done": {
      const { result } = event;
      return { parts: orWhole(run.parts, result.text), ending: { type: "done", result } };
    }
    case "failed": {
      const { errorKind, message, text } = event;
      const ending = { type: "failed", errorKind, message } as const;
      return { parts: orWhole(run.parts, text), ending };
    }
    case "phase":
      break;
  }
  return run;
}

function withText(parts: readonly AnswerPart[], text: string): AnswerPart[] {
  const last = parts.at(-1);
  return last?.kind === "text"
    ? [...parts.slice(0, -1), { kind: "text", text: last.text + text }]
    : [...parts, { kind: "text", text }];
}

/** Its input is told when it starts, its output when it ends. */
function withTool(
  parts: readonly AnswerPart[],
  call: Extract<AnswerPart, { kind: "tool" }>,
): AnswerPart[] {
  const known = parts.find((part) => part.kind === "tool" && part.callId === call.callId);
  if (known?.kind !== "tool") return [...parts, call];
  const merged = { ...call, input: call.input ?? known.input, output: call.output ?? known.output };
  return parts.map((part) => (part === known ? merged : part));
}

function toolsOf(parts: readonly AnswerPart[]): AnswerPart[] {
  return parts.filter(({ kind }) => kind === "tool");
}

/** One that was over before it was watched tells its text with its end. */
function orWhole(parts: readonly AnswerPart[], text: string): readonly AnswerPart[] {
  const isThere = text === "" || parts.some(({ kind }) => kind === "text");
  return isThere ? parts : [...parts, { kind: "text", text }];
}

/** The same of a run that nobody watched, from what is kept of its request. */
export function answerOf({ request, spans, messages }: RequestDetail): RunView {
  const parts = spans
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .flatMap((span): AnswerPart[] => {
      if (span.kind === "tool") {
        const state = span.endedAt === null ? "started" : span.status === "ok" ? "ended" : "failed";
        return [
          {
            kind: "tool",
            callId: span.id,
            tool: span.name,
            state,
            input: span.input,
            output: span.output ?? span.errorMessage,
            durationMs: span.endedAt === null ? null : span.endedAt - span.startedAt,
          },
        ];
      }
      const said = span.kind === "attempt" && span.status !== "failed" ? span.output : null;
      return said === null || said === "" ? [] : [{ kind: "text", text: said }];
    });
  const answer = messages.findLast(
    ({ role, requestId }) => role === "assistant" && isOwn(requestId, request.id),
  );
  return { parts: orWhole(parts, answer?.text ?? ""), ending: null };
}

/** What was asked; null where it is not kept, or not known yet. */
export function askedOf({ request, messages, body }: RequestDetail): string | null {
  const asked = messages.findLast(
    ({ role, requestId }) => role === "user" && isOwn(requestId, request.id),
  );
  return asked?.text ?? messageIn(body);
}

function isOwn(requestId: string | null, id: string): boolean {
  return requestId === null || requestId === id;
}

/** Before its turn comes, the message stands in the body alone. */
function messageIn(body: string | null): string | null {
  try {
    const sent: unknown = JSON.parse(body ?? "null");
    const isObject = typeof sent === "object" && sent !== null && "message" in sent;
    return isObject && typeof sent.message === "string" ? sent.message : null;
  } catch {
    // A long one is kept in part.
    return null;
  }
}
