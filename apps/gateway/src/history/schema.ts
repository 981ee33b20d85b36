import { version1 } from "./migrations/version-1.ts";
import { version2 } from "./migrations/version-2.ts";
import { version3 } from "./migrations/version-3.ts";
import { version4 } from "./migrations/version-4.ts";

/**
 * How history.db came to be: one step for each version, in order, never changed once released.
 * `PRAGMA user_version` counts those that were taken. `boot` is the number of a start in this file, `seq`
 * the fact's place in its order: together they name a row and tell the order of all of them.
 */
export const migrations: readonly string[] = [version1, version2, version3, version4];
