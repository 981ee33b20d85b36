import { lazy, Suspense, useState, type ComponentProps } from "react";
import { useWhoami } from "../api/index.ts";
import { PillButton } from "../ui/index.ts";

const OperatorPanel = lazy(async () => {
  const { OperatorPanel } = await import("./operator-panel.tsx");
  return { default: OperatorPanel };
});

/** Who you are, how the page looks, and the way out. What it opens is loaded when it is first pressed. */
export function OperatorMenu() {
  const [isWanted, setIsWanted] = useState(false);
  const { data: you } = useWhoami();
  const name = you?.name ?? "you";
  if (!isWanted) {
    return <OperatorButton name={name} aria-haspopup="menu" onClick={() => setIsWanted(true)} />;
  }
  return (
    <Suspense fallback={<OperatorButton name={name} aria-busy />}>
      <OperatorPanel trigger={<OperatorButton name={name} />} />
    </Suspense>
  );
}

function OperatorButton({ name, ...rest }: ComponentProps<"button"> & { readonly name: string }) {
  return (
    <PillButton {...rest}>
      <span className="max-w-24 truncate max-sm:sr-only">{name}</span>
      <span aria-hidden className="sm:hidden">
        ☰
      </span>
      <span aria-hidden className="max-sm:hidden">
        ▾
      </span>
    </PillButton>
  );
}
