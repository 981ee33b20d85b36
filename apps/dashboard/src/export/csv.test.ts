import { expect, test } from "vitest";
import { csvText } from "./csv.ts";

test("records have a head with every name, and nothing where one lacks it", () => {
  expect(
    csvText([
      { id: "a", count: -2.5 },
      { id: "b", isOld: true, note: null },
    ]),
  ).toBe("id,count,isOld,note\r\na,-2.5,,\r\nb,,true,\r\n");
  expect(csvText([])).toBe("\r\n");
});

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["＝1", "'＝1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ["a=1", "a=1"],
  ["\u001b[31mred", "\\u001b[31mred"],
  ["\u202egpj.exe", "\\u202egpj.exe"],
])("no spreadsheet computes %j", (text, written) => {
  expect(csvText([{ text }])).toBe(`text\r\n${written}\r\n`);
});

test("a record in a cell is JSON", () => {
  expect(csvText([{ kinds: { timeout: 2 } }])).toBe('kinds\r\n"{""timeout"":2}"\r\n');
});
