/** history.db: what happened, for as long as it is kept. */
export { History } from "./history.ts";
