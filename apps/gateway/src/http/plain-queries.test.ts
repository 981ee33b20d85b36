import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { ContractError, type Role } from "@signalbox/api-contract";
import { appRouter, type Ports, type RouterContext } from "@signalbox/api-contract/server";
import { expect, it } from "vitest";
import { answerPlainQueries } from "./plain-queries.ts";

const picture = { t: 5, text: "Grüße \u{1F682} <script>", nothing: null, missing: undefined };
// Only this is asked for; whatever else is called fails loudly.
const ports = {
  history: {
    at(t: number) {
      if (t === 1) throw new ContractError("timeout", "no answer in time");
      if (t === 2) throw new Error("of the inside");
      return picture;
    },
  },
} as unknown as Ports;

function contextOf(role: Role | null): RouterContext {
  return { ports, caller: role === null ? null : { tokenId: role, name: role, role } };
}

const maxBatch = 4;

interface Told {
  readonly status: number;
  readonly type: string | null;
  readonly body: unknown;
  readonly errors: readonly string[];
}

async function ask(
  way: "tRPC itself" | "plainly",
  call: string,
  init: RequestInit,
  role: Role | null,
) {
  const errors: string[] = [];
  const context = contextOf(role);
  let isTaken = false;
  const server = createServer((request, response) => {
    const procedure = (request.url ?? "").split("?")[0]?.slice("/trpc/".length) ?? "";
    const onError = ({ code }: { readonly code: string }) => errors.push(code);
    void (async () => {
      if (way === "plainly") {
        isTaken = await answerPlainQueries(
          { procedure, context, onError, maxBatch },
          request,
          response,
        );
        if (isTaken) return;
      }
      await nodeHTTPRequestHandler({
        router: appRouter,
        req: request,
        res: response,
        path: procedure,
        maxBatchSize: maxBatch,
        createContext: () => Promise.resolve(context),
        onError: ({ error }) => onError(error),
      });
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/trpc/${call}`, init);
  const text = await response.text();
  // Where an error was thrown is told in development alone, and differs.
  const readValue = (key: string, value: unknown): unknown => (key === "stack" ? 0 : value);
  const told: Told = {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? null : JSON.parse(text, readValue),
    // A batch's calls are made at once by the one and in turn by the other.
    errors: errors.toSorted(),
  };
  server.closeAllConnections();
  server.close();
  return { told, isTaken };
}

function at(input: unknown): string {
  return `history.at?input=${encodeURIComponent(JSON.stringify(input))}`;
}

function batch(procedures: string, inputs: readonly unknown[]): string {
  const input = encodeURIComponent(JSON.stringify(Object.fromEntries(inputs.entries())));
  return `${procedures}?batch=1&input=${input}`;
}

it.each([
  ["an answer", at({ t: 5 }), "viewer", true],
  ["an error of ours", at({ t: 1 }), "viewer", true],
  ["an error of the inside", at({ t: 2 }), "viewer", true],
  ["an input that it does not take", at({ t: "now" }), "viewer", true],
  ["no input where one is needed", "history.at", "viewer", true],
  ["nobody", at({ t: 5 }), null, true],
  ["one who may not", at({ t: 5 }), "ingest", true],
  ["an input that is no JSON", "history.at?input={", "viewer", false],
  ["one in a batch", batch("history.at", [{ t: 5 }]), "viewer", true],
  ["several at once", batch("history.at,history.at", [{ t: 5 }, { t: 6 }]), "viewer", true],
  ["some of which fail", batch("history.at,history.at", [{ t: 1 }, { t: 5 }]), "viewer", true],
  ["all of which fail alike", batch("history.at,history.at", [{ t: 1 }, { t: 1 }]), "viewer", true],
  ["all of which fail", batch("history.at,history.at", [{ t: 1 }, { t: "x" }]), "viewer", true],
  ["a batch without inputs", "history.at,history.at?batch=1", "viewer", true],
  ["a batch of one who may not", batch("history.at,history.at", [{ t: 5 }]), "ingest", true],
  ["a batch with one that is not there", batch("history.at,x", [{ t: 5 }]), "viewer", false],
  ["a batch with no names", batch("", []), "viewer", false],
  ["too large a batch", batch(Array(5).fill("history.at").join(","), []), "viewer", false],
  ["a procedure that is not there", "history.nothing", "viewer", false],
  ["the name of what every object has", "constructor", "viewer", false],
  ["a mutation", "agent.cancel?input={}", "admin", false],
] as const)("tells the same as tRPC itself: %s", async (_, call, role, isOurs) => {
  const itself = await ask("tRPC itself", call, {}, role);
  const plainly = await ask("plainly", call, {}, role);
  expect(plainly.told).toEqual(itself.told);
  expect(plainly.isTaken).toBe(isOurs);
});

it.each([
  ["HEAD", { method: "HEAD" }],
  ["POST", { method: "POST" }],
  ["lines of JSON", { headers: { "trpc-accept": "application/jsonl" } }],
])("leaves %s to tRPC", async (_, init) => {
  const itself = await ask("tRPC itself", at({ t: 5 }), init, "viewer");
  const { told, isTaken } = await ask("plainly", at({ t: 5 }), init, "viewer");
  expect(isTaken).toBe(false);
  expect(told).toEqual(itself.told);
});
