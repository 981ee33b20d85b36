import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Changes the theme; resolves when no colour is on its way to another any more. */
async function dress(page: Page, theme: "dark" | "light"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForFunction(
    (wanted) =>
      document.documentElement.dataset["theme"] === wanted &&
      document.getAnimations().every((animation) => !(animation instanceof CSSTransition)),
    theme,
  );
}

/**
 * Each violation of the page, which begins dark, in either theme: a line that says what and where. A theme
 * changes colours and nothing else.
 */
export async function violations(page: Page, where: string): Promise<string[]> {
  const dark = await new AxeBuilder({ page }).analyze();
  await dress(page, "light");
  const light = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
  await dress(page, "dark");
  return Object.entries({ dark, light }).flatMap(([theme, { violations: found }]) =>
    found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = "" }) => {
        const why = failureSummary.split("\n").at(-1)?.trim() ?? "";
        return `${where}, ${theme}: ${id} at ${target.join(" ")}: ${why}`;
      }),
    ),
  );
}
