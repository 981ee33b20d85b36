import type { Page } from "playwright-core";
import { settled } from "./settled.ts";

export interface InnerPage {
  /** The page of the navigation that it is reached from, and that is open. */
  readonly from: string;
  readonly name: string;
  /** There is nothing to see on the page before. */
  readonly isInstead?: boolean;
  readonly open: (page: Page) => Promise<void>;
}

/** An answer is there in a few seconds, and in the middle of an incident it may take longer. */
const answerMs = 60_000;

/** Pages that the navigation does not name: one of each kind. */
export const innerPages: readonly InnerPage[] = [
  {
    from: "Requests",
    name: "A request",
    // The agent's: with the most attempts, so that its waterfall has what can be in one.
    open: async (page) => {
      const { origin } = new URL(page.url());
      const search = "agent=support&outcome=ok&sort=attempts&dir=desc";
      await page.goto(`${origin}/requests?${search}`);
      await settled(page);
      const id = await page.locator("tr[id^=request-line-]").first().getAttribute("id");
      await page.goto(`${origin}/requests/${id?.replace("request-line-", "")}`);
      await page.getByRole("tab", { name: "Waterfall" }).waitFor();
    },
  },
  {
    from: "Sessions",
    name: "A session",
    open: (page) => page.getByRole("row").nth(1).getByRole("link").first().click(),
  },
  {
    from: "Models",
    name: "A model",
    open: (page) => page.getByRole("row").nth(1).getByRole("link").first().click(),
  },
  {
    from: "Try",
    name: "Try",
    isInstead: true,
    open: async (page) => {
      await page.getByRole("combobox", { name: /^Ask/ }).selectOption("research");
      await page.getByLabel("Message", { exact: true }).fill("What is 18 * 24 + 6?");
      await page.getByRole("button", { name: "Send" }).click();
      const turn = page.getByRole("region", { name: "Conversation" }).getByRole("listitem");
      await turn
        .getByText(/^(ok|failed)$/)
        .first()
        .waitFor({ timeout: answerMs });
    },
  },
];
