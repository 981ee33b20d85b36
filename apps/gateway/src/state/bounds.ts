/** Browser sessions at once; beyond that the oldest are dropped. */
export const maxBrowserSessions = 1_000;

/** Login codes that may wait at once; beyond that those that expire soonest are dropped. */
export const maxLoginCodes = 1_000;

/** Approved tools; beyond that those approved the longest ago are dropped. */
export const maxApprovals = 20_000;
