import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { ErrorGroup } from "@signalbox/api-contract";
import { Sparkline } from "../charts/index.ts";
import { formatAge, formatCount } from "../figures/figures.ts";
import { visibleText } from "../ui/visible-text.ts";
import { cursorLook } from "../rows/grid-row.ts";
import { useIsSeen } from "../rows/use-is-seen.ts";
import { timeText } from "../time/index.ts";
import { Badge, cx } from "../ui/index.ts";
import { TraitList } from "./trait-list.tsx";

export interface ErrorGroupRowProps {
  readonly group: ErrorGroup;
  readonly now: number;
  readonly index: number;
  readonly isCursor: boolean;
  /** One of its requests is open. */
  readonly isOpen: boolean;
  readonly onOpen: (group: ErrorGroup) => void;
}

export function rowId({ fingerprint }: ErrorGroup): string {
  return `error-group-${fingerprint}`;
}

/** The tracks of a row where there is room; on a narrow screen its cells stand under each other. */
export const rowTracks =
  "grid gap-x-4 gap-y-1.5 px-3 grid-cols-[minmax(0,1fr)_auto] " +
  "md:grid-cols-[minmax(0,1fr)_88px_92px_minmax(0,1.3fr)] " +
  "lg:grid-cols-[minmax(0,1.1fr)_120px_96px_120px_minmax(0,1.2fr)_88px]";

/** One group of failures: a press opens its newest request, the link all of them. */
export function ErrorGroupRow(props: ErrorGroupRowProps) {
  const { group, now, index, isCursor, isOpen, onOpen } = props;
  const [ref, isSeen] = useIsSeen();
  return (
    <tr
      ref={ref}
      id={rowId(group)}
      aria-rowindex={index + 2}
      onClick={() => onOpen(group)}
      className={cx(
        rowTracks,
        "cursor-pointer scroll-mt-8 items-start border-b border-line-soft py-2.5 hover:bg-raised",
        isOpen && "bg-raised",
        isCursor && cursorLook,
      )}
    >
      <Cells group={group} now={now} isSeen={isSeen} />
    </tr>
  );
}

interface CellsProps extends Pick<ErrorGroupRowProps, "group" | "now"> {
  readonly isSeen: boolean;
}

/** The figures of all groups change at once: those out of sight follow when they come into it. */
const Cells = memo(
  function Cells({ group, now }: CellsProps) {
    const { errorKind, message, count, counts, knownSince, firstSeenAt, lastSeenAt } = group;
    const isNew = knownSince >= firstSeenAt;
    return (
      <>
        <th scope="row" className="min-w-0 text-left font-normal max-md:col-span-2">
          <span className="flex items-center gap-2">
            <span className="truncate font-mono font-semibold text-bad">
              {visibleText(errorKind)}
            </span>
            {isNew ? <Badge tone="warn">new</Badge> : null}
          </span>
          <span
            className="mt-0.5 line-clamp-2 text-text wrap-anywhere"
            title={visibleText(message)}
          >
            {visibleText(message)}
          </span>
          <span className="mt-0.5 block truncate text-muted lg:hidden">
            {clientsText(group.clients)}
          </span>
        </th>
        <td className="min-w-0 max-md:order-2">
          <span className="flex items-baseline justify-between gap-2">
            <span className="text-md font-semibold">{formatCount(count)}</span>
            <span className="sr-only"> failures</span>
          </span>
          <span className="block max-md:w-40">
            <Sparkline values={counts} color="bad" />
          </span>
        </td>
        <td className="max-md:order-3 max-md:text-right">
          {formatAge(Math.max(0, now - lastSeenAt))} ago
          <span className="block text-muted">first {timeText(firstSeenAt, now)}</span>
          {isNew ? null : (
            <span className="block text-faint">known {timeText(knownSince, now)}</span>
          )}
        </td>
        <td className="hidden min-w-0 lg:block">
          <Affected clients={group.clients} />
        </td>
        <td className="min-w-0 max-md:order-4 max-md:col-span-2">
          <TraitList traits={group.setsApart} />
        </td>
        <td className="max-md:order-5 max-lg:col-span-full lg:text-right">
          <Link
            to="/requests"
            search={{ fingerprint: group.fingerprint }}
            onClick={(event) => event.stopPropagation()}
            className="text-info hover:underline"
          >
            {count === 1 ? "its request" : "its requests"} →
          </Link>
        </td>
      </>
    );
  },
  (_, next) => !next.isSeen,
);

const clientsShown = 3;

/** The same where there is no column for it: `crm 30, till 12 and 2 more`. */
function clientsText(clients: ErrorGroup["clients"]): string {
  const shown = clients.slice(0, clientsShown);
  const named = shown.map(({ name, count }) => `${visibleText(name)} ${formatCount(count)}`);
  const more = clients.length - shown.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

/** Whose requests failed so, the most first. */
function Affected({ clients }: Pick<ErrorGroup, "clients">) {
  const more = clients.length - clientsShown;
  return (
    <ul>
      {clients.slice(0, clientsShown).map(({ name, count }) => (
        <li key={name} className="flex justify-between gap-2">
          <span className="truncate">{visibleText(name)}</span>
          <span className="text-muted">{formatCount(count)}</span>
        </li>
      ))}
      {more > 0 ? <li className="text-faint">and {more} more</li> : null}
    </ul>
  );
}
