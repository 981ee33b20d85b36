import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { ChildProgram } from "./gateway-process.ts";
import { gatewayAway, test } from "./test.ts";

const demo = fileURLToPath(new URL("../demo/src/main.ts", import.meta.url));

test("the demo looks alive within ten seconds of its start", async ({ visit }) => {
  const startedAt = performance.now();
  await using program = new ChildProgram(demo, ["--port", "0"]);
  const line = await program.line(/#code=/);
  const link = new URL(line.slice(line.indexOf("http")));
  const gateway = { url: link.origin, loginLink: async () => link.href };
  const { page } = await visit(gateway, { mayComplain: [gatewayAway] });
  const figures = page.getByRole("list", { name: "Figures" });
  const inFlight = figures.getByRole("listitem").filter({ hasText: "In flight" });
  await expect.poll(() => inFlight.innerText()).toMatch(/[1-9]/);
  await page
    .getByRole("rowheader", { name: /swift-1|steady-1|deep-1/ })
    .first()
    .waitFor();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await program.kill("SIGTERM")).toBe(0);
});
