/** How many minutes one row of `rollups` holds: a minute's, or those of an hour. */
export const minuteLevel = 1;
export const hourLevel = 60;
