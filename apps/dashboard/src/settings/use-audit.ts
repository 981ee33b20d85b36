import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import { useIsAdmin } from "./use-is-admin.ts";

const pageSize = 100;
const refreshMs = 10_000;
const newest: number | null = null;

export interface AuditFilter {
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  readonly text?: string | undefined;
}

/** The audit log page by page, newest first; asked by admins alone, for others are refused. */
export function useAudit({ who, action, text }: AuditFilter) {
  const isAdmin = useIsAdmin();
  const query = useInfiniteQuery({
    queryKey: ["audit.list", { who, action, text }],
    queryFn: ({ pageParam, signal }) =>
      trpc.audit.list.query(
        {
          limit: pageSize,
          ...(who === undefined ? {} : { who }),
          ...(action === undefined ? {} : { action }),
          ...(text === undefined ? {} : { text }),
          ...(pageParam === null ? {} : { beforeSeq: pageParam }),
        },
        { signal },
      ),
    initialPageParam: newest,
    getNextPageParam: (page) => page.nextBeforeSeq,
    enabled: isAdmin,
    // Further back nothing changes; who looks there is not followed.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? refreshMs : false),
  });
  const entries = useMemo(
    () => query.data?.pages.flatMap((page) => page.entries) ?? [],
    [query.data],
  );
  return { query, entries, firstBadSeq: query.data?.pages[0]?.firstBadSeq ?? null };
}
