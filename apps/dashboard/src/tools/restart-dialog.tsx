import type { McpServerRow } from "@signalbox/api-contract";
import { ActionDialog } from "../actions/index.ts";
import { trpc } from "../api/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { refreshTools } from "./use-tools.ts";

export interface RestartDialogProps {
  readonly row: McpServerRow;
  readonly onClose: () => void;
}

/** Asks before an MCP server is started anew. */
export function RestartDialog({ row, onClose }: RestartDialogProps) {
  const { name, tools } = row;
  return (
    <ActionDialog
      title={`Restart ${visibleText(name)}?`}
      reach={[
        `Its ${tools} tools are away until it is back; calls under way fail, and their models are told.`,
      ]}
      confirm="Restart it"
      pending="Restarting…"
      onConfirm={async (reason) => {
        await trpc.tools.restartServer.mutate({
          server: name,
          ...(reason === undefined ? {} : { reason }),
        });
        await refreshTools();
        return [];
      }}
      onClose={onClose}
    />
  );
}
