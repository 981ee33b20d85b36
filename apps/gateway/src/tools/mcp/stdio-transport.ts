import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { byteGate, messageGate, tooManyBytes, tooManyMessages } from "./flood-gate.ts";
import type { McpLimits } from "./limits.ts";
import { LineReader } from "./line-reader.ts";
import type { ServerProcess } from "./server-process.ts";

/** Under this key of a call's `_meta` its number travels, for {@link StdioTransport.isUnanswered}. */
export const callNumberKey = "signalbox/call";

export interface StdioTransportOptions {
  readonly limits: McpLimits;
  readonly mono: () => number;
  /** Reads and checks a line. Throws where it is no message. */
  readonly parse: (line: string) => JSONRPCMessage;
}

/**
 * MCP over the pipes of a process: a message a line. A server that floods, or says what is no message at
 * length, is ended rather than listened to.
 */
export class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport["onmessage"];
  readonly #process: ServerProcess;
  readonly #options: StdioTransportOptions;
  /** Calls that were sent and not answered, by the id of their message. */
  readonly #unanswered = new Map<string | number, unknown>();
  #noiseBytes = 0;

  constructor(process: ServerProcess, options: StdioTransportOptions) {
    this.#process = process;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { limits, mono } = this.#options;
    const bytes = byteGate(limits, mono);
    const messages = messageGate(limits, mono);
    const lines = new LineReader({
      maxBytes: limits.maxMessageBytes,
      onLine: (line) => {
        if (messages.takes(1)) this.#read(line);
        else this.#process.kill(tooManyMessages(limits));
      },
      onTooLong: () => {
        this.#process.kill(`it sent a line of more than ${limits.maxMessageBytes} bytes`);
      },
    });
    this.#process.stdout.on("data", (chunk: Buffer) => {
      if (bytes.takes(chunk.length)) lines.push(chunk);
      else this.#process.kill(tooManyBytes(limits));
    });
    void this.#process.ended.then(() => this.onclose?.());
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.#process;
    if (stdin.writableLength > this.#options.limits.maxMessageBytes) {
      this.#process.kill("it does not read what it is sent");
      throw new Error("The server does not read what it is sent.");
    }
    if ("method" in message && "id" in message && message.method === "tools/call") {
      this.#unanswered.set(message.id, message.params?._meta?.[callNumberKey]);
    }
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Whether a call of this number still has no answer, whether or not anyone waits for it. */
  isUnanswered(callNumber: number): boolean {
    return this.#unanswered.values().some((number) => number === callNumber);
  }

  async close(): Promise<void> {
    await this.#process.stop("it was stopped");
  }

  #read(line: string): void {
    if (line.trim() === "") return;
    try {
      const message = this.#options.parse(line);
      this.#noiseBytes = 0;
      if (!("method" in message) && message.id !== undefined) this.#unanswered.delete(message.id);
      this.onmessage?.(message);
    } catch (error) {
      this.#noiseBytes += line.length;
      if (this.#noiseBytes > this.#options.limits.maxNoiseBytes) {
        this.#process.kill("it writes to stdout what is no MCP message");
      }
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
