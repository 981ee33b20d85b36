import { useSearch } from "@tanstack/react-router";
import { problemOf, useWhoami } from "../api/index.ts";
import { useNow } from "../app/use-now.ts";
import { ExportMenu } from "../export/export-menu.tsx";
import { NewRowsButton } from "../rows/new-rows-button.tsx";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { Button, Card, EmptyState } from "../ui/index.ts";
import { AuditFilterBar } from "./audit-filter-bar.tsx";
import type { AuditEntry } from "./audit-subject.ts";
import { AuditTable } from "./audit-table.tsx";
import { useAudit } from "./use-audit.ts";

const keyOf = ({ seq }: AuditEntry) => String(seq);

/** Who changed what, when and why; added to and never changed. */
export function AuditView() {
  const filter = useSearch({ from: "/settings" });
  const { data: you } = useWhoami();
  const now = useNow(60_000);
  const { query, entries, firstBadSeq } = useAudit(filter);
  const { rows, newCount, holder, release } = useHeldRows(entries, keyOf);
  if (you !== undefined && you.role !== "admin") {
    return (
      <Card title="Audit log" className="min-h-64 flex-1">
        <EmptyState title="Only an admin may read the audit log">
          You are signed in as {you.role}. What you change is on record all the same.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card
      title="Audit log"
      subtitle={<Trust firstBadSeq={firstBadSeq} isKnown={query.data !== undefined} />}
      aside={
        <>
          <NewRowsButton count={newCount} onShow={release} />
          <ExportMenu what="audit entries" rows={rows} />
          <AuditFilterBar entries={entries} />
        </>
      }
      className="min-h-64 flex-1"
      bodyClassName="overflow-auto"
    >
      {rows.length === 0 && !query.hasNextPage ? (
        <EmptyState title={emptyTitle(query.isPending, query.error, filter)}>
          {query.error === null ? undefined : problemOf(query.error)}
        </EmptyState>
      ) : (
        <div {...holder}>
          <AuditTable rows={rows} now={now} firstBadSeq={firstBadSeq} />
          <p className="flex min-h-12 items-center justify-center gap-2 px-3 py-2.5 text-xs text-faint">
            <Foot query={query} />
          </p>
        </div>
      )}
    </Card>
  );
}

function Trust(props: { readonly firstBadSeq: number | null; readonly isKnown: boolean }) {
  if (!props.isKnown) return null;
  if (props.firstBadSeq === null) return "newest first · every entry is as it was written";
  return (
    <span className="text-bad">
      from entry {props.firstBadSeq} on it is not what was written: compare it with a backup
    </span>
  );
}

function Foot({ query }: { readonly query: ReturnType<typeof useAudit>["query"] }) {
  if (query.isFetchingNextPage) return "Loading older entries…";
  if (query.isFetchNextPageError) {
    return (
      <>
        <span className="text-bad">Older entries did not load. {problemOf(query.error)}</span>
        <Button look="ghost" onClick={() => void query.fetchNextPage()}>
          Try again
        </Button>
      </>
    );
  }
  if (!query.hasNextPage) return "Nothing older";
  return (
    <Button look="ghost" onClick={() => void query.fetchNextPage()}>
      Look further back
    </Button>
  );
}

function emptyTitle(
  isPending: boolean,
  error: Error | null,
  { who, action, text }: { who?: unknown; action?: unknown; text?: unknown },
): string {
  if (error !== null) return "The audit log can't be shown";
  if (isPending) return "Loading…";
  const isFiltered = who !== undefined || action !== undefined || text !== undefined;
  return isFiltered ? "No entry fits these filters" : "Nobody has changed anything yet";
}
