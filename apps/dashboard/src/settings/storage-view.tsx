import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { rowsCountedTo, type SystemStorage } from "@signalbox/api-contract";
import { problemOf, trpc } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { formatBytes, formatCount, formatDuration } from "../figures/figures.ts";
import { CopyBlock } from "../first-steps/copy-block.tsx";
import { momentText } from "../time/index.ts";
import { Card, EmptyState } from "../ui/index.ts";
import { backupCommand, exportCommand } from "./commands.ts";
import { useIsAdmin } from "./use-is-admin.ts";

const refreshMs = 30_000;

/** What is kept on disk, for how long, and how to take it away. */
export function StorageView() {
  const now = useNow(10_000);
  const storage = useQuery({
    queryKey: ["system.storage"],
    queryFn: ({ signal }) => trpc.system.storage.query(undefined, { signal }),
    refetchInterval: refreshMs,
  });
  const { data, error } = storage;
  if (data === undefined) {
    return (
      <EmptyState title={error === null ? "Loading…" : "The storage can't be shown"}>
        {error === null ? undefined : problemOf(error)}
      </EmptyState>
    );
  }
  return (
    <div className="grid auto-rows-max grid-cols-1 gap-3 overflow-auto lg:grid-cols-2">
      <Card title="Stored history" subtitle="history.db: requests, events, figures">
        <Facts facts={historyFacts(data, now)} />
      </Card>
      <Card title="State" subtitle="state.db: tokens, conversations, the audit log">
        <Facts facts={stateFacts(data)} />
      </Card>
      <Card title="Backup" subtitle="both databases of one moment, beside the gateway as it runs">
        <Command text={backupCommand(data.dataDir)} label="The command that makes a backup" />
      </Card>
      <Card title="Export" subtitle="the last day as JSON Lines">
        <Command text={exportCommand(data.dataDir)} label="The command that exports a day" />
      </Card>
    </div>
  );
}

type Fact = readonly [name: string, value: ReactNode];

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] text-xs">
      {facts.map(([name, value]) => (
        <div
          key={name}
          className="col-span-2 grid grid-cols-subgrid gap-x-4 border-b border-line-soft px-3 py-2"
        >
          <dt className="text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Command({ text, label }: { readonly text: string; readonly label: string }) {
  const isAdmin = useIsAdmin();
  return (
    <div className="flex flex-col gap-2 p-3 text-xs text-muted">
      <p>
        In the repository&apos;s root, as the user that the gateway runs as.
        {isAdmin
          ? ""
          : " Where its data is kept is told to admins alone: add --data-dir if need be."}
      </p>
      <CopyBlock text={text} label={label} />
    </div>
  );
}

function historyFacts({ history, disk }: SystemStorage, now: number): Fact[] {
  const { rows, oldestAt, oldestFiguresAt, maxBytes, retainDays, content } = history;
  return [
    ["Size", disk === null ? "not known" : sizeText(disk.historyBytes, maxBytes)],
    ["Kept for", `${formatCount(retainDays)} days`],
    ["Oldest request or event", ageText(oldestAt, now)],
    ["Oldest figures", ageText(oldestFiguresAt, now)],
    ["Requests", rowsText(rows?.requests)],
    ["Events", rowsText(rows?.events)],
    ["Failures", rowsText(rows?.failures)],
    [
      "What is said",
      content === "full"
        ? "kept: messages, tool inputs and outputs, bodies"
        : "not kept: history.content is none",
    ],
    ["Set by", <ConfigLink key="link" text="history" />],
  ];
}

function rowsText(count: number | undefined): string {
  if (count === undefined) return "not known";
  return count >= rowsCountedTo ? `${formatCount(count)} or more` : formatCount(count);
}

function stateFacts({ sessions, disk }: SystemStorage): Fact[] {
  return [
    ["Size", disk === null ? "not known" : formatBytes(disk.stateBytes)],
    ["Conversations", `kept for ${formatCount(sessions.retainDays)} days after their last message`],
    ["Bound of conversations", formatBytes(sessions.maxBytes)],
    ["Tokens and audit log", "kept for good"],
    [
      "Disk",
      disk === null
        ? "not known"
        : `${formatBytes(disk.freeBytes)} free of ${formatBytes(disk.totalBytes)}`,
    ],
    ["Set by", <ConfigLink key="link" text="sessions" />],
  ];
}

function ConfigLink({ text }: { readonly text: string }) {
  return (
    <Link
      to="/settings"
      search={{ tab: "config", text: `${text}.` }}
      className="text-info hover:underline"
    >
      the config
    </Link>
  );
}

function sizeText(bytes: number, most: number): string {
  return `${formatBytes(bytes)} of ${formatBytes(most)} at most`;
}

function ageText(at: number | null, now: number): string {
  if (at === null) return "none";
  return `${momentText(at, now)}, ${formatDuration(Math.max(0, now - at))} ago`;
}
