import type { AnyProcedure } from "@trpc/server";
import { appRouter } from "../src/server.ts";

/** Every procedure of the contract by its dotted path, as tRPC itself looks it up. */
export function procedures() {
  return Object.entries(appRouter._def.procedures).map(([path, value]) => {
    // tRPC keeps all procedures side by side under their dotted paths, where its type says nested.
    const { _def } = value as unknown as AnyProcedure;
    return { path, type: _def.type, meta: _def.meta };
  });
}
