import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { test } from "./test.ts";

const dist = new URL("../apps/dashboard/dist/", import.meta.url);
/** Of JavaScript that the Overview loads, compressed as the gateway sends it. */
const budget = 200_000;

test("the Overview loads less than 200 kB of JavaScript", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0.1 } });
  await gateway.openai("one").chat.completions.create({
    model: "local/swift-1",
    messages: [{ role: "user", content: "Hello." }],
  });
  const { page } = await visit(gateway);
  await page.getByRole("list", { name: "Figures" }).waitFor();
  await page.getByRole("table", { name: "Models over the last two minutes" }).waitFor();
  await page.locator(".uplot canvas").nth(2).waitFor();

  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith(".js")),
  );
  const html = await readFile(fileURLToPath(new URL("index.html", dist)), "utf8");
  const entry = /<script type="module"[^>]* src="([^"]+)"/.exec(html)?.[1];
  expect(loaded).toContain(entry);
  const weights = await Promise.all(
    [...new Set(loaded)].map(async (path) => {
      const { size } = await stat(new URL(`.${path}.br`, dist));
      return { path, size };
    }),
  );
  weights.sort((a, b) => b.size - a.size);
  const total = weights.reduce((sum, { size }) => sum + size, 0);
  const told = weights.map(({ path, size }) => `${(size / 1_000).toFixed(1)} kB  ${path}`);
  expect(total, `The chunks that it loads:\n${told.join("\n")}\n`).toBeLessThan(budget);
});
