import type { ToolRow } from "@signalbox/api-contract";
import { ActionDialog } from "../actions/index.ts";
import { trpc } from "../api/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { refreshTools } from "./use-tools.ts";

export interface ApproveDialogProps {
  readonly row: ToolRow;
  readonly onClose: () => void;
}

/** Shows what a server changed about its tool, before agents are offered it again. */
export function ApproveDialog({ row, onClose }: ApproveDialogProps) {
  const { name, heldHash, hash, description, heldSchema } = row;
  return (
    <ActionDialog
      title={`Approve ${visibleText(name)} as it is now?`}
      reach={[
        "Agents that have this tool are offered it again, with what its server says of it now.",
        "What a server says of a tool is read by models: text that tells them what to do is a reason to refuse.",
      ]}
      confirm="Approve it"
      pending="Approving…"
      onConfirm={
        heldHash === null
          ? null
          : async (reason) => {
              await trpc.tools.approve.mutate({
                tool: name,
                hash: heldHash,
                ...(reason === undefined ? {} : { reason }),
              });
              await refreshTools();
              return [];
            }
      }
      onClose={onClose}
    >
      <p className="text-muted">
        Hash <span className="font-mono text-2xs">{shortHash(hash)}</span> was approved, now it is{" "}
        <span className="font-mono text-2xs">{shortHash(heldHash)}</span>.
      </p>
      <Said title="What it says of itself now" text={description} />
      <Said title="What it takes now" text={heldSchema ?? "nothing"} />
    </ActionDialog>
  );
}

function shortHash(hash: string | null): string {
  return hash?.slice(0, 12) ?? "none";
}

function Said({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-muted">{title}</h3>
      <pre className="max-h-40 overflow-auto rounded-md border border-line bg-bg p-2 font-mono text-xs whitespace-pre-wrap">
        {visibleText(text)}
      </pre>
    </section>
  );
}
