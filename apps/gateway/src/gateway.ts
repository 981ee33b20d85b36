import { assemble, type GatewayParts } from "./assembly/assemble.ts";
import type { Auth } from "./auth/index.ts";
import { systemClock } from "./clock.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { boundUrl, publicUrlOf } from "./http/index.ts";
import { openState } from "./state/index.ts";
import { version } from "./version.ts";

/** One gateway process: made, started, drained and stopped. */
export class Gateway implements AsyncDisposable {
  readonly #options: GatewayOptions;
  readonly #parts: GatewayParts;
  #stopped: Promise<void> | null = null;

  private constructor(options: GatewayOptions, parts: GatewayParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Opens the disk and puts the parts together; nothing listens yet. */
  static async create(options: GatewayOptions): Promise<Gateway> {
    const clock = options.clock ?? systemClock;
    const { dataDir } = options.config;
    const store = await (options.store ?? openState({ dataDir, now: clock.now }));
    try {
      return new Gateway(options, await assemble(options, clock, store));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Where it listens, without a trailing slash. */
  get url(): string {
    return boundUrl(this.#parts.config(), this.#parts.server.port);
  }

  /** Where people and clients reach it: a configured address before the one it is bound to. */
  get publicUrl(): string {
    return publicUrlOf(this.#parts.config(), this.#parts.server.port);
  }

  get auth(): Auth {
    return this.#parts.auth;
  }

  /** Listens. What it returns is the new admin token, where one was made: shown once and never again. */
  async start(): Promise<{ adminToken: string | null }> {
    let token: string | null;
    try {
      ({ token } = await this.#parts.auth.ensureAdmin());
      await this.#parts.server.listen();
    } catch (error) {
      await this.stop(0);
      throw error;
    }
    this.#parts.health.start();
    this.#parts.work.mcp.start();
    this.#parts.reload?.start();
    this.#parts.work.webhooks.start();
    this.#parts.work.retention.start();
    setImmediate(() => void this.#parts.warmUp());
    void this.#parts.audit.verify(this.#parts.stopping.signal);
    this.#event("info", `Signalbox ${version} listens on ${this.url}.`);
    for (const warning of this.#options.warnings ?? []) this.#event("warn", warning, "config");
    return { adminToken: token };
  }

  /** Reads the config file again, as a change of it does. */
  async reloadConfig(): Promise<void> {
    await this.#parts.reload?.reload();
  }

  /** A failure of the gateway itself, for its operators to see. */
  reportFault(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#options.logger.error({ err: error }, "the gateway itself failed");
    this.#event("error", `The gateway itself failed: ${message}`);
  }

  /**
   * Not ready at once; requests in flight get `drainMs` to finish and are cancelled then; watchers are
   * told to come back; the disk is closed last. May be called again.
   */
  stop(drainMs: number = this.#parts.config().drainMs): Promise<void> {
    this.#stopped ??= this.#stop(drainMs);
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop(0);
  }

  /** What a stop that begins now has to wait for, in a sentence. */
  stopping(drainMs: number = this.#parts.config().drainMs): string {
    const { size } = this.#parts.work.registry;
    if (size === 0) return "Stopping: no request is in flight.";
    const requests = size === 1 ? "1 request has" : `${size} requests have`;
    return drainMs === 0
      ? `Stopping: ${size === 1 ? "1 request is" : `${size} requests are`} cancelled.`
      : `Stopping: ${requests} up to ${drainMs / 1_000} s to finish.`;
  }

  async #stop(drainMs: number): Promise<void> {
    const {
      work,
      observation,
      stopping,
      server,
      health,
      store,
      reload,
      laneControl,
      modelControl,
    } = this.#parts;
    this.#event("info", this.stopping(drainMs));
    await reload?.stop();
    await work.registry.drain(drainMs);
    observation.hub.close();
    stopping.abort(new Error("The gateway is stopping."));
    // A turn of the loop, for the streams to say goodbye before their sockets go.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    await server.close();
    health.stop();
    laneControl[Symbol.dispose]();
    modelControl[Symbol.dispose]();
    await work.close();
    await observation.history.close();
    await store.close();
  }

  #event(level: "info" | "warn" | "error", message: string, source = "gateway"): void {
    this.#parts.observation.state({ type: "event", level, source, message });
  }
}
