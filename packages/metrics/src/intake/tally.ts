/** What was refused, clamped, dropped or overflowed: every bound's counter. All count from 0 since start. */
export interface Tally {
  /** Values that were clamped or ignored: NaN, negative, too large, too long, of the wrong type. */
  rejected: number;
  /** Requests started while the active table was full: counted as active, not listed. */
  activeOverflow: number;
  /** Starts of an id that was active already: the first one stays. */
  duplicateStarts: number;
  /** Ends, phases or updates of an id that isn't active. */
  unknownRequests: number;
  /** Model calls that left the ring of 200. */
  modelCallsOut: number;
  /** Events that left the ring of 500. */
  eventsOut: number;
  /** Records made under `other`, their dimension's table being full. */
  seriesOverflow: number;
  /** Gauge samples dropped, the table of gauges being full. */
  gaugesOverflow: number;
  /** Rollup segments overwritten before their time, the memory for them being full. */
  segmentsEvicted: number;
  /** Calls of a clock or of getQueueDepth that threw or returned rubbish. */
  callbackFailures: number;
}

export function createTally(): Tally {
  return {
    rejected: 0,
    activeOverflow: 0,
    duplicateStarts: 0,
    unknownRequests: 0,
    modelCallsOut: 0,
    eventsOut: 0,
    seriesOverflow: 0,
    gaugesOverflow: 0,
    segmentsEvicted: 0,
    callbackFailures: 0,
  };
}
