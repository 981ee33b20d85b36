import { expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { loadConfig } from "./load.ts";

const load = async (text: string, env: Record<string, string> = {}) =>
  loadConfig({
    argv: ["--config", "/etc/box.yaml"],
    env,
    cwd: "/",
    readFile: () => Promise.resolve(text),
  });

const problemsOf = async (text: string): Promise<string> => {
  const error: unknown = await load(text).catch((error: unknown) => error);
  if (!(error instanceof ConfigError)) throw new Error("It was taken.");
  return error.message;
};

const secretOf = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;

it("understands a webhook with a secret, an agent and a callback", async () => {
  const { config } = await load(
    [
      "agents: { support: { model: practice/swift-1 } }",
      "webhooks:",
      "  orders:",
      "    secret: ${ORDERS}",
      "    agent: support",
      "    callback: { url: https://example.com/hook?x=1, secret: [ ${ORDERS}, ${NEXT} ] }",
      "  bare: { secret: ${ORDERS} }",
    ].join("\n"),
    { ORDERS: secretOf(24), NEXT: secretOf(64) },
  );
  const orders = config.webhooks.get("orders");
  expect(orders).toMatchObject({ name: "orders", agent: "support" });
  expect(orders?.callback?.url.href).toBe("https://example.com/hook?x=1");
  expect(orders?.callback?.allowPrivate).toBe(false);
  expect(orders?.callback?.secrets.map((secret) => secret.reveal())).toEqual([
    secretOf(24),
    secretOf(64),
  ]);
  expect(config.webhooks.get("bare")).toMatchObject({ agent: null, callback: null });
  expect(JSON.stringify([...config.webhooks.values()])).not.toContain("whsec_");
});

it("says what is wrong with one, and never shows a secret", async () => {
  const canary = "whsec_canary";
  const said = await problemsOf(
    [
      "agents: { support: { model: practice/swift-1 } }",
      "webhooks:",
      `  short: { secret: ${secretOf(23)} }`,
      `  none: { agent: support }`,
      `  wrong: { secret: ${canary}, callback: { url: "ftp://example.com", secret: ${canary} } }`,
      `  list: { secret: [${secretOf(24)}, ${canary}] }`,
      `  flat: ${canary}`,
      `  other: { secret: ${secretOf(24)}, agent: suport }`,
    ].join("\n"),
  );
  expect(said).toContain("box.yaml:3: webhooks.short.secret: found a string, expected whsec_");
  expect(said).toContain("box.yaml:4: webhooks.none.secret: found nothing, expected whsec_");
  expect(said).toContain("box.yaml:5: webhooks.wrong.callback.url: found");
  expect(said).toContain("box.yaml:6: webhooks.list.secret[1]: found a string, expected whsec_");
  expect(said).toContain("box.yaml:7: webhooks.flat: found a string, expected a map of keys");
  expect(said).toContain("box.yaml:8: webhooks.other.agent: found suport");
  expect(said).toContain("did you mean support?");
  expect(said).not.toContain("canary");
});
