import { Socket } from "node:net";
import { Random } from "../random.ts";
import type { LinkFaults, Target } from "./link-faults.ts";
import { Pipe } from "./pipe.ts";

/** One connection through the proxy: the client's socket, and one of ours to the target. */
export class RelayedConnection {
  readonly #client: Socket;
  readonly #server = new Socket({ allowHalfOpen: true });
  readonly #target: Target;
  readonly #pipes: readonly Pipe[];
  #isConnecting = false;

  constructor({
    client,
    target,
    faults,
    seeds,
    carried,
    closed,
  }: {
    readonly client: Socket;
    readonly target: Target;
    readonly faults: LinkFaults;
    readonly seeds: readonly number[];
    readonly carried: (way: "toTarget" | "toClient", bytes: number) => void;
    /** Both sides are closed, and nothing is left of it. */
    readonly closed: () => void;
  }) {
    const server = this.#server;
    this.#client = client;
    this.#target = target;
    let openSockets = 2;
    for (const socket of [client, server]) {
      // Small pieces leave as they are.
      socket.setNoDelay(true);
      // What went wrong is carried to the other side by the pipe, once the socket closes.
      socket.on("error", () => undefined);
      socket.once("close", () => {
        openSockets -= 1;
        if (openSockets === 0) closed();
        // There never was a way to it, so nothing can tell it.
        else if (!this.#isConnecting) server.destroy();
      });
    }
    this.#pipes = [
      new Pipe({
        source: client,
        target: server,
        faults,
        random: new Random(...seeds, 1),
        carried: (bytes) => carried("toTarget", bytes),
      }),
      new Pipe({
        source: server,
        target: client,
        faults,
        random: new Random(...seeds, 2),
        carried: (bytes) => carried("toClient", bytes),
      }),
    ];
    this.#connect(faults);
  }

  apply(faults: LinkFaults): void {
    for (const pipe of this.#pipes) pipe.apply(faults);
    this.#connect(faults);
  }

  /** Closes both sides with a TCP reset. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  /** Closes both sides at once, with what they were sent so far. */
  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** A silent link lets no handshake through either. */
  #connect({ silent }: LinkFaults): void {
    if (silent === true || this.#isConnecting) return;
    this.#isConnecting = true;
    const { port, host = "127.0.0.1" } = this.#target;
    this.#server.connect(port, host);
  }
}
