import { callTRPCProcedure, TRPCError } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { role, type Role } from "../src/index.ts";
import { access, appRouter, type Caller } from "../src/server.ts";
import { guarded, router } from "../src/router/trpc.ts";
import { fakePorts, fakeStreams } from "./fake-ports.ts";
import { procedures } from "./procedures.ts";

const readers = ["viewer", "operator", "admin"] as const;
const workers = ["operator", "admin", "ingest"] as const;
const everyone = ["viewer", "operator", "admin", "ingest"] as const;
const operators = ["operator", "admin"] as const;
const admins = ["admin"] as const;

/** The decision for each procedure: who may call it. A new one needs a line here. */
const golden: Record<string, readonly Role[]> = {
  "agent.cancel": workers,
  "agent.send": workers,
  "agent.start": workers,
  "agent.stream": workers,
  "audit.list": admins,
  "auth.createToken": admins,
  "auth.listTokens": admins,
  "auth.revokeToken": admins,
  "auth.whoami": everyone,
  "channels.clients": readers,
  "channels.list": readers,
  "errors.count": readers,
  "channels.refusals": readers,
  "errors.groups": readers,
  "events.list": readers,
  "history.at": readers,
  "history.heatmap": readers,
  "history.marks": readers,
  "history.overview": readers,
  "history.series": readers,
  "lanes.clear": operators,
  "lanes.drain": operators,
  "lanes.list": readers,
  "lanes.pause": operators,
  "lanes.resume": operators,
  "lanes.spans": readers,
  "models.list": readers,
  "models.pause": operators,
  "models.pauseReach": readers,
  "models.resume": operators,
  "requests.get": readers,
  "requests.list": readers,
  "sessions.get": readers,
  "sessions.list": readers,
  "system.activeRequests": readers,
  "system.config": readers,
  "system.events": readers,
  "system.health": readers,
  "system.live": readers,
  "system.metrics": readers,
  "system.onActiveRequests": readers,
  "system.onEvents": readers,
  "system.onMetrics": readers,
  "system.setup": readers,
  "system.storage": readers,
  "tools.approve": operators,
  "tools.list": readers,
  "tools.restartServer": operators,
  "tools.servers": readers,
};

function callerWith(role: Role): Caller {
  return { tokenId: `tok-${role}`, name: role, role };
}

/** tRPC's code for a call with no input, or undefined where it was let through. */
async function refusal(
  of: { router: typeof appRouter | ReturnType<typeof routerOfUnmarked>; path: string },
  type: "query" | "mutation" | "subscription",
  caller: Caller | null,
): Promise<string | undefined> {
  try {
    await callTRPCProcedure({
      router: of.router,
      path: of.path,
      type,
      ctx: { ports: fakePorts(fakeStreams()), caller },
      getRawInput: () => Promise.resolve(undefined),
      signal: undefined,
      batchIndex: 0,
    });
    return undefined;
  } catch (error) {
    if (error instanceof TRPCError) return error.code;
    throw error;
  }
}

test("there is a decision for every procedure, and none for what is not there", () => {
  const paths = procedures().map(({ path }) => path);
  expect(paths.toSorted()).toEqual(Object.keys(golden).toSorted());
});

test.for(procedures())("$path says whose it is", ({ meta }) => {
  expect(Object.keys(access)).toContain(Object(meta).access);
});

describe.for(procedures())("$path", ({ path, type }) => {
  test.for(role.options)("as %s", async (role) => {
    const code = await refusal({ router: appRouter, path }, type, callerWith(role));
    if (golden[path]?.includes(role)) expect(["BAD_REQUEST", undefined]).toContain(code);
    else expect(code).toBe("FORBIDDEN");
  });

  test("without a token", async () => {
    expect(await refusal({ router: appRouter, path }, type, null)).toBe("UNAUTHORIZED");
  });
});

function routerOfUnmarked() {
  return router({ forgotten: guarded.query(() => "secret") });
}

test.for(role.options)("a procedure that does not say whose it is refuses %s", async (role) => {
  const of = { router: routerOfUnmarked(), path: "forgotten" };
  expect(await refusal(of, "query", callerWith(role))).toBe("FORBIDDEN");
});
