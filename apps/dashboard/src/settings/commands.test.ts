import { expect, test } from "vitest";
import { backupCommand, exportCommand } from "./commands.ts";

test("commands name the directory that they are about, as a shell reads it", () => {
  expect(backupCommand(null)).toBe("npx -y pnpm@12 signalbox backup ../signalbox.tar");
  expect(backupCommand("/srv/box")).toMatch(/ --data-dir \/srv\/box$/);
  expect(exportCommand("/srv/a box; rm -rf ~")).toMatch(/ --data-dir '\/srv\/a box; rm -rf ~'$/);
  expect(exportCommand("/srv/it's")).toMatch(/ --data-dir '\/srv\/it'\\''s'$/);
});
