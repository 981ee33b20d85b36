export { ActionButton } from "./action-button.tsx";
export { ActionDialog } from "./action-dialog.tsx";
export { defaultHoldMs, HoldChoice } from "./hold-choice.tsx";
export { holdText } from "./hold-text.ts";
export { useWhyNot } from "./use-why-not.ts";
