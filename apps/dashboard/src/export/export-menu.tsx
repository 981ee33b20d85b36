import { escapeRaw } from "@signalbox/api-contract";
import { formatCount } from "../figures/figures.ts";
import { Button, Menu, MenuItem, MenuNote } from "../ui/index.ts";
import { csvText } from "./csv.ts";
import { fileName, saveFile } from "./save-file.ts";

export interface ExportMenuProps {
  /** What the rows are, as the file's name has it: `requests`. */
  readonly what: string;
  /** The rows as they are shown, in their order. */
  readonly rows: readonly object[];
}

/** Saves what a table shows as a file, with every field of each row. */
export function ExportMenu({ what, rows }: ExportMenuProps) {
  const save = (ending: "csv" | "json") => {
    const text = ending === "csv" ? csvText(rows) : escapeRaw(JSON.stringify(rows, null, 2));
    const type = ending === "csv" ? "text/csv;charset=utf-8" : "application/json";
    saveFile(fileName(what, ending, Date.now()), type, text);
  };
  return (
    <Menu
      trigger={
        <Button disabled={rows.length === 0}>
          Export <span aria-hidden>▾</span>
        </Button>
      }
    >
      <MenuNote>
        {formatCount(rows.length)} {what}, as they are shown
      </MenuNote>
      <MenuItem onSelect={() => save("csv")}>CSV, for a spreadsheet</MenuItem>
      <MenuItem onSelect={() => save("json")}>JSON</MenuItem>
    </Menu>
  );
}
