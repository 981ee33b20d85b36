export { RequestDrawer } from "./request-drawer.tsx";
export type { RequestDrawerProps } from "./request-drawer.tsx";
export { RequestPage } from "./request-page.tsx";
export { RequestsPage } from "./requests-page.tsx";
