import { Link } from "@tanstack/react-router";
import { visibleText } from "../ui/visible-text.ts";
import { momentText } from "../time/index.ts";
import { ColumnHeads, cx } from "../ui/index.ts";
import { changeText, subjectName, subjectOf, type AuditEntry } from "./audit-subject.ts";

/** On a narrow screen an entry is a few lines and not a row. */
const cell =
  "px-2.5 py-1.5 text-left align-top first:pl-3 last:pr-3 sm:border-b sm:border-line-soft max-sm:px-3 max-sm:py-0 max-sm:empty:hidden";
const linkLook = "text-info hover:underline";

export interface AuditTableProps {
  readonly rows: readonly AuditEntry[];
  readonly now: number;
  /** From this entry on the log is not what was written. */
  readonly firstBadSeq: number | null;
}

export function AuditTable({ rows, now, firstBadSeq }: AuditTableProps) {
  return (
    <table className="w-full text-xs">
      <caption className="sr-only">Audit log, newest first</caption>
      <thead className="sticky top-0 z-10 bg-surface text-muted max-sm:hidden">
        <tr>
          <ColumnHeads
            heads={["entry", "time", "who", "action", "what", "reason", "change"]}
            className={cell}
          />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.seq}
            className="hover:bg-raised max-sm:flex max-sm:flex-wrap max-sm:border-b max-sm:border-line-soft max-sm:py-2"
          >
            <td
              className={cx(
                cell,
                "font-mono",
                firstBadSeq !== null && row.seq >= firstBadSeq ? "text-bad" : "text-faint",
              )}
            >
              {row.seq}
            </td>
            <td className={cx(cell, "whitespace-nowrap")}>
              <time dateTime={new Date(row.at).toISOString()}>{momentText(row.at, now)}</time>
            </td>
            <td className={cx(cell, "whitespace-nowrap")}>{visibleText(row.who)}</td>
            <td className={cx(cell, "font-mono whitespace-nowrap")}>{visibleText(row.action)}</td>
            <td className={cx(cell, "wrap-anywhere")}>
              <SubjectLink row={row} />
            </td>
            <td className={cell}>{row.reason === null ? "" : visibleText(row.reason)}</td>
            <td className={cx(cell, "font-mono wrap-anywhere text-muted sm:max-w-96")}>
              {visibleText(changeText(row, now))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SubjectLink({ row }: { readonly row: AuditEntry }) {
  const name = visibleText(subjectName(row));
  const subject = subjectOf(row);
  switch (subject?.kind) {
    case "token":
      return (
        <Link to="/settings" search={{ tab: "tokens" }} className={linkLook} title={row.target}>
          {name}
        </Link>
      );
    case "model":
      return (
        <Link to="/models" className={linkLook}>
          {name}
        </Link>
      );
    case "tool":
      return (
        <Link to="/tools" className={linkLook}>
          {name}
        </Link>
      );
    case "lanes":
      return (
        <Link to="/lanes" className={linkLook}>
          all lanes
        </Link>
      );
    case "lane":
      return (
        <Link to="/requests" search={{ lane: subject.lane }} className={linkLook}>
          {name}
        </Link>
      );
    case "request":
      return (
        <Link to="." search={(now) => ({ ...now, request: subject.id })} className={linkLook}>
          {name}
        </Link>
      );
    case undefined:
      break;
  }
  return name;
}
