import { Dialog, Kbd } from "../ui/index.ts";
import type { KeyBinding } from "./key-reader.ts";

export interface KeyMapProps {
  readonly bindings: readonly KeyBinding[];
  readonly onClose: () => void;
}

/** Keys that belong to what has the focus, and not to the frame. */
const inPlace = [
  { keys: "j", label: "Next row" },
  { keys: "k", label: "Row before" },
  { keys: "Enter", label: "Open what is selected" },
  { keys: "x", label: "Select a request" },
  { keys: "X", label: "Select all from the last one selected" },
  { keys: "p", label: "Pin a request on top, or let it go" },
  { keys: "c", label: "Cancel what is open or selected, after asking" },
  { keys: "Esc", label: "Close" },
] as const;

export function KeyMap({ bindings, onClose }: KeyMapProps) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard map" hasClose>
      <div className="grid gap-6 overflow-auto p-4 sm:grid-cols-2">
        <KeyTable caption="On every page" rows={bindings.filter(({ isTime }) => isTime !== true)} />
        <div className="flex flex-col gap-6">
          <KeyTable caption="Through time" rows={bindings.filter(({ isTime }) => isTime)} />
          <KeyTable caption="In lists and requests" rows={inPlace} />
        </div>
      </div>
    </Dialog>
  );
}

interface KeyTableProps {
  readonly caption: string;
  readonly rows: readonly { readonly keys: string; readonly label: string }[];
}

function KeyTable({ caption, rows }: KeyTableProps) {
  return (
    <table className="w-full self-start">
      <caption className="pb-1 text-left text-2xs text-faint">{caption}</caption>
      <tbody>
        {rows.map(({ keys, label }) => (
          <tr key={keys} className="border-b border-line-soft">
            <th scope="row" className="py-1.5 text-left font-normal">
              {label}
            </th>
            <td className="space-x-1 text-right whitespace-nowrap">
              {keys.split(" ").map((key) => (
                <Kbd key={key}>{key.replace("mod+k", "⌘K · Ctrl K")}</Kbd>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
