/** Browser sessions at once; beyond that the oldest are dropped. */
export const maxBrowserSessions = 1_000;

/** Login codes that may wait at once; beyond that those that expire soonest are dropped. */
export const maxLoginCodes = 1_000;

/** Approved tools in all. None is ever dropped for another: beyond that, what is new is not taken. */
export const maxApprovals = 20_000;
