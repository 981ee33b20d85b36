export type { LanesStore } from "./lanes-picture.ts";
export { LanesView } from "./lanes-view.tsx";
