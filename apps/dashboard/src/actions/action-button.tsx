import { Button, cx, Tooltip, type ButtonProps } from "../ui/index.ts";

export interface ActionButtonProps extends ButtonProps {
  /** Null where it may be pressed; else why not. */
  readonly whyNot: string | null;
  readonly onClick: () => void;
}

/** A button for those who may; the others see it, and read why they may not. */
export function ActionButton({ whyNot, onClick, className, ...rest }: ActionButtonProps) {
  const isOff = whyNot !== null;
  const button = (
    <Button
      {...rest}
      // Kept focusable, so that the reason can be read.
      aria-disabled={isOff}
      className={cx(className, isOff ? "cursor-not-allowed opacity-50" : undefined)}
      onClick={() => {
        if (!isOff) onClick();
      }}
    />
  );
  return isOff ? <Tooltip text={whyNot}>{button}</Tooltip> : button;
}
