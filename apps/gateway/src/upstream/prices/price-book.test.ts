import { expect, it } from "vitest";
import { loadConfig, type Config } from "../../config/index.ts";
import { PriceBook } from "./price-book.ts";

const file = `
providers:
  openai: { kind: openai, apiKey: k }
  local: { kind: openai-compatible, baseUrl: "http://127.0.0.1:1/v1", allowPrivate: true }
prices:
  local/free: { inputPerMTok: 0, outputPerMTok: 0 }
  openai/gpt-4o: { inputPerMTok: 1, outputPerMTok: 1 }
  practice/swift-1: { inputPerMTok: 1, outputPerMTok: 1 }
`;
const usage = {
  inputTokens: 1_000_000,
  outputTokens: 0,
  cachedTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
};

async function read(text: string): Promise<Config> {
  const readFile = () => Promise.resolve(text);
  return (await loadConfig({ argv: [], env: {}, cwd: "/", readFile })).config;
}

async function open(book: { config: Config }) {
  const prices = new PriceBook({
    configured: () => book.config.prices,
    now: () => Date.UTC(2026, 5, 1),
    onError: () => {
      expect.unreachable();
    },
  });
  const ask = (name: string, model: string) => {
    const provider = book.config.providers.get(name);
    if (provider === undefined) throw new Error(`no provider ${name}`);
    return {
      cost: prices.costOf(provider, model, usage),
      isPriced: prices.isPriced(provider, model),
      contextTokens: prices.contextTokensOf(provider, model),
    };
  };
  return { prices, ask };
}

it("goes by the config, and by what is public where the config says nothing", async () => {
  const { prices, ask } = await open({ config: await read(file) });
  expect(ask("openai", "gpt-4o")).toMatchObject({ cost: 1, isPriced: true });
  expect(ask("openai", "gpt-4o-mini")).toMatchObject({ cost: null, isPriced: false });
  await prices.load();
  expect(ask("openai", "gpt-4o")).toEqual({ cost: 1, isPriced: true, contextTokens: 128_000 });
  expect(ask("openai", "gpt-4o-mini")).toMatchObject({ cost: 0.15, isPriced: true });
});

it("says 0 where the config says 0, and null where nobody knows", async () => {
  const { prices, ask } = await open({ config: await read(file) });
  await prices.load();
  expect(ask("local", "free")).toEqual({ cost: 0, isPriced: true, contextTokens: null });
  expect(ask("local", "gpt-4o")).toEqual({ cost: null, isPriced: false, contextTokens: null });
  expect(ask("practice", "steady-1")).toMatchObject({ cost: null, isPriced: false });
  expect(ask("practice", "swift-1")).toMatchObject({ cost: 1, isPriced: true });
});

it("goes by the config as it is now", async () => {
  const book = { config: await read(file) };
  const { ask } = await open(book);
  book.config = await read(
    file.replace("inputPerMTok: 1, outputPerMTok: 1", "inputPerMTok: 3, outputPerMTok: 1"),
  );
  expect(ask("openai", "gpt-4o").cost).toBe(3);
});
