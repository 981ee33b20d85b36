import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge-stable",
] as const;

const usualPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/opt/homebrew/bin/chromium",
] as const;

/**
 * The program of an installed Chrome or Chromium: `CHROME_PATH` where that is set, else the first there is;
 * null where there is none.
 */
export function findBrowser(env: NodeJS.ProcessEnv): string | null {
  const { CHROME_PATH: chosen, HOME: home, PATH: path = "" } = env;
  if (chosen !== undefined && chosen !== "") return isProgram(chosen) ? chosen : null;
  const places = [
    ...path
      .split(delimiter)
      .filter((folder) => folder !== "")
      .flatMap((folder) => names.map((name) => join(folder, name))),
    ...usualPaths,
    ...(home === undefined ? [] : usualPaths.map((place) => join(home, place))),
  ];
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
