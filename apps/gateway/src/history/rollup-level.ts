/** How many minutes one row of `rollups` holds. */
export type RollupLevel = typeof minuteLevel | typeof hourLevel;

export const minuteLevel = 1;
export const hourLevel = 60;
