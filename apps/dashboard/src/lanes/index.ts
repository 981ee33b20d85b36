export { LanesCard } from "./lanes-card.tsx";
export { LanesHeader } from "./lanes-header.tsx";
export type { LanesStore } from "./lanes-picture.ts";
export { LanesView } from "./lanes-view.tsx";
