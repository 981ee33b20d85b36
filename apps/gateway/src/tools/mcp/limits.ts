/** The bounds of what an MCP server may do and how long it may take over it. */
export interface McpLimits {
  /** From its start to its tools being known: some fetch themselves from a registry first. */
  readonly startMs: number;
  /** How long a server may take to show that it is still there. */
  readonly probeMs: number;
  /** From the end of a call's deadline to the end of the server that did not heed it. */
  readonly abortGraceMs: number;
  /** From the end of its input to SIGTERM. */
  readonly closeGraceMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly termGraceMs: number;
  /** Before the first start anew; doubles from crash to crash. */
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
  /** What an agent's run waits for a server's first start, at most. */
  readonly firstStartWaitMs: number;
  /** So many crashes within the window disable a server that is a process: a network may be away for minutes. */
  readonly maxCrashes: number;
  readonly crashWindowMs: number;
  /** Between two looks at a list that says it has changed. */
  readonly refreshEveryMs: number;
  readonly maxTools: number;
  readonly maxPages: number;
  readonly maxCalls: number;
  /** Calls that were cancelled and may be running still. */
  readonly maxAbandoned: number;
  /** Of one message, either way. */
  readonly maxMessageBytes: number;
  /** Of what is no message among its output. */
  readonly maxNoiseBytes: number;
  /** Of all its output in a second: more than that only keeps the gateway busy. */
  readonly maxBytesPerSecond: number;
  /** Each costs the gateway time, however small: so many a second, on average over the next. */
  readonly maxMessagesPerSecond: number;
  readonly messageWindowMs: number;
  /** Before a stream is asked for again, whatever the server says; grows where that goes on. */
  readonly reconnectMs: number;
  readonly maxReconnectMs: number;
}

const second = 1_000;
const minute = 60 * second;
const mebibyte = 1024 * 1024;

export const mcpLimits: McpLimits = {
  startMs: minute,
  probeMs: 5 * second,
  abortGraceMs: 5 * second,
  closeGraceMs: 500,
  termGraceMs: 1_500,
  firstBackoffMs: second,
  maxBackoffMs: minute,
  firstStartWaitMs: 10 * second,
  maxCrashes: 10,
  crashWindowMs: 15 * minute,
  refreshEveryMs: second,
  maxTools: 200,
  maxPages: 20,
  maxCalls: 64,
  maxAbandoned: 8,
  maxMessageBytes: 4 * mebibyte,
  maxNoiseBytes: mebibyte,
  maxBytesPerSecond: 32 * mebibyte,
  maxMessagesPerSecond: 2_000,
  messageWindowMs: 5 * second,
  reconnectMs: second,
  maxReconnectMs: 30 * second,
};
