import { chromium, type Browser } from "playwright-core";
import { findBrowser } from "./find-browser.ts";

/** Nothing of the browser's own on the network, and nothing that a machine without a screen lacks. */
const flags = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
] as const;

/** Starts the installed Chrome or Chromium without a window. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser(process.env);
  if (executablePath === null) throw new Error("No browser: run node e2e/ensure-browser.ts first.");
  // Chromium's sandbox refuses to work for root.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...flags, ...(isRoot ? ["--no-sandbox"] : [])],
  });
}
