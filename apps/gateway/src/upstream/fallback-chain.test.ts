import { expect, it } from "vitest";
import { loadConfig } from "../config/index.ts";
import { FallbackChain } from "./fallback-chain.ts";
import type { Failure } from "./failure.ts";
import type { Target } from "./call.ts";

const contexts: Readonly<Record<string, number>> = { small: 8_000, large: 32_000 };

async function createChain(...models: string[]) {
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/", readFile: () => file });
  const provider = config.providers.get("local");
  if (provider === undefined) throw new Error("There is no provider local.");
  const targets = models.map((model): Target => ({
    provider,
    model,
    baseUrl: new URL("http://127.0.0.1:1/v1"),
  }));
  const [first, ...rest] = targets;
  if (first === undefined) throw new Error("A chain has at least one model.");
  const switches: string[] = [];
  const chain = new FallbackChain({
    targets: [first, ...rest],
    contextTokensOf: ({ model }) => contexts[model] ?? null,
    onSwitch: (from, to, { kind }) => switches.push(`${from.model} ${to.model} ${kind}`),
  });
  return { chain, switches };
}

const file = Promise.resolve(
  "providers: { local: { kind: openai-compatible, baseUrl: 'http://127.0.0.1:1/v1' } }",
);

const failure = (kind: Failure["kind"]): Failure => ({ kind, message: kind });

it("goes on from one to the next, and not beyond the last", async () => {
  const { chain, switches } = await createChain("a", "b");
  expect(chain.hints).toEqual({ hasFallback: true, hasLargerFallback: false });
  expect(chain.goOn(failure("upstream_5xx"))).toBe(true);
  expect(chain.current.model).toBe("b");
  expect(chain.hints.hasFallback).toBe(false);
  expect(chain.goOn(failure("timeout"))).toBe(false);
  expect(switches).toEqual(["a b upstream_5xx"]);
});

it.each(["cancelled", "budget", "invalid_request", "content_filter", "context_length"] as const)(
  "stays where it is after %s",
  async (kind) => {
    const { chain } = await createChain("a", "b");
    expect(chain.goOn(failure(kind))).toBe(false);
    expect(chain.current.model).toBe("a");
  },
);

it("asks of those behind one that takes more, where it was too much", async () => {
  const { chain, switches } = await createChain("small", "unknown", "large");
  expect(chain.hints).toEqual({ hasFallback: true, hasLargerFallback: true });
  expect(chain.goOn(failure("context_length"))).toBe(true);
  expect(chain.current.model).toBe("large");
  expect(chain.goOn(failure("context_length"))).toBe(false);
  expect(switches).toEqual(["small large context_length"]);
});
