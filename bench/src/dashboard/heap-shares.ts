import { z } from "zod";
import type { Devtools } from "./devtools.ts";

/** What a page's heap consists of, the browser's own objects behind it included. */
export interface HeapShares {
  /** What the page itself holds: objects, texts, closures, elements. */
  readonly heldBytes: number;
  /** What the browser made of the page's code: bytecode, machine code, and what it learned of the types in it. */
  readonly codeBytes: number;
}

/** The parts of V8's snapshot that sizes are read from: each node is a run of figures, named by `node_fields`. */
const snapshot = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())], z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
});

const piece = z.object({ chunk: z.string() });

/** Takes a snapshot of the heap, which collects first what nobody needs, and adds up the sizes in it. */
export async function heapShares(devtools: Devtools): Promise<HeapShares> {
  const chunks: string[] = [];
  await devtools.ask("HeapProfiler.enable");
  using _ = devtools.hear("HeapProfiler.addHeapSnapshotChunk", (told) => {
    chunks.push(piece.parse(told).chunk);
  });
  await devtools.ask("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await devtools.ask("HeapProfiler.disable");
  return addUp(snapshot.parse(JSON.parse(chunks.join(""))));
}

function addUp({ snapshot: { meta }, nodes }: z.infer<typeof snapshot>): HeapShares {
  const typeAt = meta.node_fields.indexOf("type");
  const sizeAt = meta.node_fields.indexOf("self_size");
  const [types] = meta.node_types;
  const code = types.indexOf("code");
  if (typeAt === -1 || sizeAt === -1 || code === -1)
    throw new Error(
      "The browser's heap snapshot has no sizes, or doesn't tell code from the rest.",
    );
  let heldBytes = 0;
  let codeBytes = 0;
  for (let at = 0; at < nodes.length; at += meta.node_fields.length) {
    const size = nodes[at + sizeAt] ?? 0;
    if (nodes[at + typeAt] === code) codeBytes += size;
    else heldBytes += size;
  }
  return { heldBytes, codeBytes };
}
