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

test("no spreadsheet computes what clients chose, and no terminal obeys it", () => {
  expect(csvText([{ text: '=HYPERLINK("http://x","y")' }, { text: "\u001b[31mred" }])).toBe(
    'text\r\n"\'=HYPERLINK(""http://x"",""y"")"\r\n\\u001b[31mred\r\n',
  );
});

test("a record in a cell is JSON", () => {
  expect(csvText([{ kinds: { timeout: 2 } }])).toBe('kinds\r\n"{""timeout"":2}"\r\n');
});
