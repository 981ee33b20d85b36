import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { ContractError, createClient, type LiveMessage, type Role } from "@signalbox/api-contract";
import { appRouter, type Ports, type Stream } from "@signalbox/api-contract/server";
import { describe, expect, it } from "vitest";
import { createTrpcMount } from "./trpc-mount.ts";

const bootId = "boot";

function gap(at: number): LiveMessage {
  return { type: "gap", at, reason: "slow" };
}

/** Tells `count` messages from after the one that is named, and then nothing until it is left. */
class Script {
  readonly asked: (string | undefined)[] = [];
  readonly left = Promise.withResolvers<void>();
  refusal: ContractError | null = null;

  async *live(options: {
    lastEventId: string | undefined;
    signal: AbortSignal;
  }): Stream<LiveMessage> {
    this.asked.push(options.lastEventId);
    if (this.refusal !== null) throw this.refusal;
    const start = Number(options.lastEventId?.split(":")[1] ?? 0);
    for (const at of [start + 1, start + 2, start + 3])
      yield { id: `${bootId}:${at}`, data: gap(at) };
    if (!options.signal.aborted) await once(options.signal, "abort");
    this.left.resolve();
  }
}

async function serve(way: "tRPC itself" | "the route", script: Script) {
  // Only `live` is asked for; whatever else is called fails loudly.
  const ports = { system: { live: script.live.bind(script) } } as unknown as Ports;
  const mount = createTrpcMount({ ports, state: () => {}, log: () => {} });
  const callers = ["viewer", "ingest"] as const satisfies readonly Role[];
  const callerOf = (request: IncomingMessage) => {
    const role = callers.find((name) => request.headers.authorization === `Bearer ${name}`);
    return role === undefined ? null : { tokenId: role, name: role, role };
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const caller = callerOf(request);
    if (way === "the route") {
      void mount(path, request, response, caller);
      return;
    }
    void nodeHTTPRequestHandler({
      router: appRouter,
      req: request,
      res: response,
      path: path.slice("/trpc/".length),
      createContext: () => Promise.resolve({ ports, caller }),
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

describe.each(["tRPC itself", "the route"] as const)("system.live, served by %s", (way) => {
  it("tells each message once, over a connection that drops, and notices who leaves", async () => {
    const script = new Script();
    await using server = await serve(way, script);
    const told: number[] = [];
    const six = Promise.withResolvers<void>();
    const subscription = createClient({ url: server.url, token: "viewer" }).system.live.subscribe(
      undefined,
      {
        onData: ({ data }) => {
          if (data.type === "gap") told.push(data.at);
          if (told.length === 3) server.cut();
          if (told.length === 6) six.resolve();
        },
      },
    );
    await six.promise;
    expect(told).toEqual([1, 2, 3, 4, 5, 6]);
    expect(script.asked).toEqual([undefined, `${bootId}:3`]);
    subscription.unsubscribe();
    await script.left.promise;
  });

  it("opens with what the client needs to know, and gives every message its id", async () => {
    await using server = await serve(way, new Script());
    const response = await fetch(`${server.url}/trpc/system.live`, {
      headers: { authorization: "Bearer viewer", "last-event-id": `${bootId}:7` },
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes(`id: ${bootId}:10`)) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    expect(text).toMatch(/event: connected\ndata: \{"reconnectAfterInactivityMs":7000\}\n\n/);
    expect(text).toContain(`data: ${JSON.stringify(gap(8))}\nid: ${bootId}:8\n\n`);
  });

  it.each([
    ["nobody", "UNAUTHORIZED"],
    ["ingest", "FORBIDDEN"],
  ])("turns away %s with %s", async (token, code) => {
    await using server = await serve(way, new Script());
    expect(await errorOf(server.url, token)).toBe(code);
  });

  it("says why it can't serve one more", async () => {
    const script = new Script();
    script.refusal = new ContractError("not_found", "gone");
    await using server = await serve(way, script);
    expect(await errorOf(server.url, "viewer")).toBe("NOT_FOUND");
  });
});

async function errorOf(url: string, token: string): Promise<string | undefined> {
  const failed = Promise.withResolvers<string | undefined>();
  createClient({ url, token }).system.live.subscribe(undefined, {
    onError: (error) => failed.resolve(error.data?.code),
  });
  return failed.promise;
}
