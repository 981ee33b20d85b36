import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { repackPng } from "./repack-png.ts";

/** What a browser sees in a picture. */
function colours(page: Page, png: Buffer): Promise<string> {
  return page.evaluate(
    async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
      const hash = await crypto.subtle.digest("SHA-256", Uint8Array.from(data));
      return `${image.width}×${image.height} ${new Uint8Array(hash).join(" ")}`;
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
}

test("a screenshot is the same picture in fewer bytes", async () => {
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 640, height: 400 } });
  // Digests are for pages of a secure origin alone.
  await page.route("https://picture.test/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<body style="font: 13px sans-serif; background: linear-gradient(30deg, #123, #89a 40%, #123 40%)">${"Signals and tracks. ".repeat(99)}`,
    }),
  );
  await page.goto("https://picture.test/");
  const png = await page.screenshot();
  const repacked = repackPng(png);
  expect(repacked.length).toBeLessThanOrEqual(png.length);
  expect(await colours(page, repacked)).toBe(await colours(page, png));

  await page.evaluate(() => (document.body.style.background = "#123"));
  const flat = await page.screenshot();
  expect(repackPng(flat).length).toBeLessThan(flat.length);
  expect(await colours(page, repackPng(flat))).toBe(await colours(page, flat));
  expect(repackPng(repackPng(flat))).toEqual(repackPng(flat));
});
