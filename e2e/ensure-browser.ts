import { install, mayInstall } from "./debian-packages.ts";
import { findBrowser } from "./find-browser.ts";

/** Debian's own, which brings every library it needs. */
const packages = ["chromium"] as const;

const howToGetOne = `The browser tests need Chrome or Chromium, and none was found.
  Debian, Ubuntu   sudo apt-get install chromium   (or chromium-browser)
  Fedora           sudo dnf install chromium
  macOS            brew install --cask google-chrome
Where it stands elsewhere, name the program: CHROME_PATH=/path/to/chrome
`;

if (findBrowser(process.env) === null) {
  if (process.env["CHROME_PATH"]) giveUp(`CHROME_PATH names no program that can be run.\n`);
  if (!mayInstall()) giveUp(howToGetOne);
  process.stdout.write("There is no Chrome or Chromium here: installing Debian's chromium…\n");
  const failure = install(packages);
  if (failure !== null) giveUp(failure);
  const installed = findBrowser(process.env);
  if (installed === null) giveUp(`apt-get installed no browser.\n${howToGetOne}`);
  process.stdout.write(`Installed ${installed}\n`);
}

function giveUp(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}
