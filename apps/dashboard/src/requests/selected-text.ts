import { writeIds } from "../app/id-list.ts";
import { mostSelectedTold } from "../app/search.ts";

/** Room for as many ids of the usual length; clients may choose longer ones, and an address has an end. */
const mostChars = 2_000;

/** What the address says of those that are selected: the first of them. */
export function selectedText(selected: ReadonlySet<string>): string | undefined {
  const told: string[] = [];
  let chars = 0;
  for (const id of selected) {
    chars += id.length + 1;
    if (told.length === mostSelectedTold || chars > mostChars) break;
    told.push(id);
  }
  return writeIds(told);
}
