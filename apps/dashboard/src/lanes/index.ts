export { LanesView } from "./lanes-view.tsx";
