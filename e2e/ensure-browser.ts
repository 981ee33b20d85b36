import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
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
  runQuietly("apt-get", ["update", "-qq"]);
  runQuietly("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages]);
  const installed = findBrowser(process.env);
  if (installed === null) giveUp(`apt-get installed no browser.\n${howToGetOne}`);
  process.stdout.write(`Installed ${installed}\n`);
}

/** On a bare Debian, as root: nobody else's machine is changed without asking. */
function mayInstall(): boolean {
  return (
    process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get")
  );
}

function runQuietly(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
  });
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trim().split("\n").slice(-15).join("\n");
  giveUp(
    `${command} ${args.join(" ")} failed: ${error?.message ?? `exit code ${status}`}\n${said}\n`,
  );
}

function giveUp(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}
