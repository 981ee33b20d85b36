import { expect, test } from "vitest";
import { csvLine } from "@signalbox/api-contract";

test("numbers, switches and what is not known", () => {
  expect(csvLine([1, -2.5, 0, true, false, null, undefined, ""])).toBe(
    "1,-2.5,0,true,false,,,\r\n",
  );
});

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ["two\nlines", '"two\nlines"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["\n=1", '"\'\n=1"'],
  ["＝1", "'＝1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ["a=1", "a=1"],
  ["'=1", "'=1"],
  ["\u001b[31mred\u0000", "\\u001b[31mred\\u0000"],
  ["\u202egpj.exe\u2028", "\\u202egpj.exe\\u2028"],
  ["tab\tin it", "tab\tin it"],
])("%j", (text, written) => {
  expect(csvLine([text])).toBe(`${written}\r\n`);
});

test("what is a record is JSON in one cell", () => {
  expect(csvLine([{ a: 'b"', c: [1] }, "x"])).toBe('"{""a"":""b\\"""",""c"":[1]}",x\r\n');
});
