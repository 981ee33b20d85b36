import { isSignalboxError, type SignalboxClient } from "@signalbox/api-contract";
import { Agent, request } from "undici";
import type { Message } from "./soak-plan.ts";
import type { Progress } from "./soak-upstream.ts";

/** Messages of a session under way at once. */
const window = 3;
/** Sockets that all sessions share. */
const connections = 128;

export interface Outcome {
  readonly message: Message;
  readonly end: "ok" | "failed" | "cancelled" | "gone";
  readonly said: string;
}

export interface SoakLoadOptions {
  readonly url: string;
  readonly token: string;
  readonly client: SignalboxClient;
  readonly progress: ReadonlyMap<string, Progress>;
  readonly onEnd: () => void;
}

/** Sends what sessions say, over real HTTP with kept-alive connections, and notes how each message ended. */
export class SoakLoad implements AsyncDisposable {
  readonly outcomes: Outcome[] = [];
  readonly #options: SoakLoadOptions;
  readonly #agent = new Agent({ connections, pipelining: 1 });

  constructor(options: SoakLoadOptions) {
    this.#options = options;
  }

  /** Three at once, each after those that are known to have been accepted. */
  async runSession(messages: readonly Message[]): Promise<void> {
    const open = new Set<Promise<void>>();
    const sent: Progress[] = [];
    for (const message of messages) {
      while (open.size >= window) await Promise.race(open);
      const progress = this.#options.progress.get(`${message.session}.${message.seq}`);
      if (progress === undefined) throw new Error(`${message.text} is not in the plan`);
      progress.after = sent.filter(({ accepted }) => accepted);
      sent.push(progress);
      const accepted = Promise.withResolvers<void>();
      const done = this.#see(progress, accepted.resolve).finally(() => open.delete(done));
      open.add(done);
      if (message.face === "agent") await accepted.promise;
    }
    await Promise.all(open);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close();
  }

  async #see(progress: Progress, accepted: () => void): Promise<void> {
    const outcome = await this.#send(progress, accepted);
    progress.accepted = true;
    progress.ended = true;
    accepted();
    this.outcomes.push(outcome);
    this.#options.onEnd();
  }

  #send(progress: Progress, accepted: () => void): Promise<Outcome> {
    return progress.message.face === "agent" ? this.#run(progress, accepted) : this.#ask(progress);
  }

  /** Started, and its result asked for by the same id: that runs nothing again. */
  async #run(progress: Progress, accepted: () => void): Promise<Outcome> {
    const { client } = this.#options;
    const { message } = progress;
    const { sessionId, requestId, text, fate } = message;
    const input = { message: text, sessionId, requestId };
    const cancel = (): void => {
      client.agent.cancel.mutate({ requestId, reason: "the soak's own" }).catch(() => {
        // It was over by then.
      });
    };
    if (fate === "is cancelled") progress.onArrival.push(cancel);
    try {
      await client.agent.start.mutate(input);
      progress.accepted = true;
      accepted();
      if (fate === "leaves") cancel();
      const { text: said } = await client.agent.send.mutate(input);
      return { message, end: "ok", said };
    } catch (error) {
      const isCancelled = isSignalboxError(error) && error.data?.errorKind === "cancelled";
      return { message, end: isCancelled ? "cancelled" : "failed", said: String(error) };
    }
  }

  async #ask(progress: Progress): Promise<Outcome> {
    const { url, token } = this.#options;
    const { message } = progress;
    const leaving = new AbortController();
    const leave = (): void => leaving.abort();
    if (message.fate === "is cancelled") progress.onArrival.push(leave);
    if (message.fate === "leaves") setImmediate(leave);
    try {
      const { statusCode, body } = await request(`${url}/v1/chat/completions`, {
        method: "POST",
        dispatcher: this.#agent,
        signal: leaving.signal,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "x-session-id": message.sessionId,
        },
        body: JSON.stringify({
          model: "local/instant-1",
          stream: message.face === "stream",
          max_tokens: 4,
          messages: [{ role: "user", content: message.text }],
        }),
      });
      const said = await body.text();
      const isOk = statusCode === 200 && !said.includes('"error"');
      return { message, end: isOk ? "ok" : statusCode === 499 ? "cancelled" : "failed", said };
    } catch (error) {
      return { message, end: leaving.signal.aborted ? "gone" : "failed", said: String(error) };
    }
  }
}
