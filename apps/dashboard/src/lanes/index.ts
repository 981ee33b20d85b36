export { LanesView } from "./lanes-view.tsx";
export type { LanesViewProps } from "./lanes-view.tsx";
