import { Link } from "@tanstack/react-router";
import type { TokenRow } from "@signalbox/api-contract";
import { ActionButton } from "../actions/index.ts";
import { formatAge, formatCount, formatDuration } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { Badge, ColumnHeads, cx } from "../ui/index.ts";
import { roleWords } from "./role-words.ts";
import { standingOf, type TokenStanding } from "./token-standing.ts";

const cell = "border-b border-line-soft px-2.5 py-1.5 text-left whitespace-nowrap first:pl-3";
/** Columns that a narrow screen has no room for. */
const wide = "max-md:hidden";
const tones = { active: "ok", expired: "warn", revoked: "neutral" } as const;
const heads = ["name", "role", "state", "made", "expires", "last used", "in flight"] as const;
const wideHeads: ReadonlySet<string> = new Set(["made", "expires", "last used", "in flight"]);

export interface TokenTableProps {
  readonly rows: readonly TokenRow[];
  readonly now: number;
  /** The token that this browser is signed in with. */
  readonly ownId: string | null;
  readonly whyNot: string | null;
  readonly onRevoke: (row: TokenRow) => void;
}

export function TokenTable({ rows, now, ownId, whyNot, onRevoke }: TokenTableProps) {
  return (
    <table className="w-full text-xs">
      <caption className="sr-only">Tokens, those that may do something first</caption>
      <thead>
        <tr className="text-muted">
          {heads.map((head) => (
            <ColumnHeads
              key={head}
              heads={[head]}
              className={cx(cell, wideHeads.has(head) && wide)}
            />
          ))}
          <ColumnHeads heads={["actions"]} className={cell} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const standing = standingOf(row, now);
          return (
            <tr key={row.id} className={standing === "active" ? "" : "text-muted"}>
              <th
                scope="row"
                className={cx(cell, "w-full font-medium max-md:break-all max-md:whitespace-normal")}
              >
                {visibleText(row.name)}
                <span className="ml-2 font-mono font-normal text-faint max-md:hidden">
                  {row.id}
                </span>
                {row.id === ownId ? (
                  <span className="ml-2 font-normal text-info">this browser</span>
                ) : null}
              </th>
              <td className={cell} title={roleWords[row.role]}>
                {row.role}
              </td>
              <td className={cell}>
                <Badge tone={tones[standing]}>{standing}</Badge>
              </td>
              <td className={cx(cell, wide)}>{ago(row.createdAt, now)}</td>
              <td className={cx(cell, wide)}>{expiryText(row, standing, now)}</td>
              <td className={cx(cell, wide)}>
                {row.lastUsedAt === null ? "never" : ago(row.lastUsedAt, now)}
              </td>
              <td className={cx(cell, wide)}>
                {row.inFlight === 0 ? (
                  "0"
                ) : (
                  <Link
                    to="/requests"
                    search={{ client: row.name, state: "running" }}
                    className="text-info hover:underline"
                  >
                    {formatCount(row.inFlight)}
                  </Link>
                )}
              </td>
              <td className={cell}>
                {standing === "active" ? (
                  <ActionButton
                    whyNot={whyNot ?? (row.fromEnvironment ? fromEnvironment : null)}
                    aria-label={`Revoke ${row.name}`}
                    onClick={() => onRevoke(row)}
                  >
                    Revoke…
                  </ActionButton>
                ) : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const fromEnvironment =
  "This token comes from SIGNALBOX_ADMIN_TOKEN, and would be back after a restart: change or remove it there.";

function ago(at: number, now: number): string {
  return `${formatAge(Math.max(0, now - at))} ago`;
}

function expiryText({ expiresAt }: TokenRow, standing: TokenStanding, now: number): string {
  if (expiresAt === null) return "never";
  if (standing === "expired") return ago(expiresAt, now);
  return `in ${formatDuration(Math.max(0, expiresAt - now))}`;
}
