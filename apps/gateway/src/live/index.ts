export { ChangeSet } from "./change-set.ts";
export { FrameBuilder } from "./frame-builder.ts";
export { LiveHub } from "./live-hub.ts";
export type { LiveSources } from "./live-sources.ts";
