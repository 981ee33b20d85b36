import { AsyncLocalStorage } from "node:async_hooks";

/** The token whose call it is that runs now, by its id; nothing where the gateway asks for itself. */
export const asker = new AsyncLocalStorage<string>();

export function askerNow(): string {
  return asker.getStore() ?? "";
}
