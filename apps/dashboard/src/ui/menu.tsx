import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

const itemLook =
  "flex cursor-default items-center gap-2 rounded-sm px-2.5 py-1.5 outline-none select-none " +
  "data-[highlighted]:bg-line-soft data-[disabled]:opacity-50";

export interface MenuProps {
  /** What opens it: a button. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  readonly defaultOpen?: boolean;
}

export function Menu({ trigger, children, align = "end", defaultOpen = false }: MenuProps) {
  return (
    <Base.Root modal={false} defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50 outline-none" align={align} sideOffset={6}>
          <Base.Popup className="min-w-52 rounded-md border border-line bg-surface p-1 shadow-xl outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly disabled?: boolean;
}

export function MenuItem({ onSelect, children, disabled = false }: MenuItemProps) {
  return (
    <Base.Item className={itemLook} disabled={disabled} onClick={onSelect}>
      {children}
    </Base.Item>
  );
}

export interface MenuChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, marked by a dot and by what a screen reader says. */
export function MenuChoice<T extends string>(props: MenuChoiceProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-1.5 pb-0.5 text-2xs text-faint">
        {props.label}
      </Base.GroupLabel>
      <Base.RadioGroup
        value={props.value}
        onValueChange={(value) => {
          const option = props.options.find((each) => each.value === value);
          if (option !== undefined) props.onChange(option.value);
        }}
      >
        {props.options.map(({ value, label }) => (
          <Base.RadioItem key={value} value={value} className={itemLook}>
            <span className="flex size-3 items-center justify-center">
              <Base.RadioItemIndicator className="size-1.5 rounded-full bg-ok" />
            </span>
            {label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuNote({ children }: { readonly children: ReactNode }) {
  return <div className="px-2.5 py-1.5 text-muted">{children}</div>;
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line-soft" />;
}
