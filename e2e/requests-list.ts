import type { Page } from "playwright-core";

/** A line of the Requests page as a person reads it. */
export interface ShownLine {
  /** When it looked so, epoch milliseconds: the page's clock is this machine's. */
  readonly at: number;
  /** By the name of the column. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Resolves at the first painted frame in which the list has a line with `session`, and where `withTokens`, one
 * that counts tokens. Looks once a frame, so that what it says of time is good to 17 ms.
 */
export async function lineShown(
  page: Page,
  session: string,
  withTokens = false,
): Promise<ShownLine> {
  const found = await page.waitForFunction(
    ([wanted, needsTokens]) => {
      const table = document.querySelector("table[aria-label=Requests]");
      const heads = [...(table?.querySelectorAll("thead th") ?? [])].map(
        (head) => head.textContent?.trim() ?? "",
      );
      for (const line of table?.querySelectorAll("tbody tr") ?? []) {
        const texts = [...line.querySelectorAll("td")].map(
          (cell) => cell.textContent?.trim() ?? "",
        );
        const cells = Object.fromEntries(heads.map((head, i) => [head, texts[i] ?? ""]));
        if (cells["session"] !== wanted) continue;
        if (needsTokens && !(Number(cells["tokens"]) > 0)) continue;
        return { at: Date.now(), cells };
      }
      return null;
    },
    [session, withTokens] as const,
    { polling: "raf" },
  );
  const line = await found.jsonValue();
  if (line === null) throw new Error("waitForFunction resolved with nothing.");
  return line;
}

/** Resolves at the first painted frame without it; with when that was. */
export async function lineGone(page: Page, session: string): Promise<number> {
  const gone = await page.waitForFunction(
    (wanted) => {
      const cells = [...document.querySelectorAll("table[aria-label=Requests] tbody td")];
      return cells.every((cell) => cell.textContent?.trim() !== wanted) ? Date.now() : 0;
    },
    session,
    { polling: "raf" },
  );
  return gone.jsonValue();
}
