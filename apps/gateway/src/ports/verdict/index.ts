/** The verdict: one sentence on how things are, by fixed rules over evidence of now or of a past moment. */
export { verdictMinutes, windowMs, type VerdictCount } from "./evidence.ts";
export { judge } from "./judge.ts";
export { readLookBack } from "./look-back.ts";
export { LookBackWatch } from "./look-back-watch.ts";
export { verdictOf } from "./verdict-of.ts";
