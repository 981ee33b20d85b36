import type { Page } from "playwright-core";

/** What makes the page wider than the screen; nothing where it is not. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const main = document.querySelector("main");
    const scrolls = [root, document.body, main].some(
      (element) => element !== null && element.scrollWidth > element.clientWidth,
    );
    if (!scrolls) return [];
    return [...document.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.className}`.slice(0, 120));
  });
}
