import { chatWire } from "./chat/chat-wire.ts";
import type { Wire, WireName } from "./wire.ts";

export type { Wire, WireName } from "./wire.ts";

/** A wire is added here. */
const wires: Partial<Record<WireName, Wire>> = { chat: chatWire };

export function wireOf(name: WireName): Wire {
  const wire = wires[name];
  if (wire === undefined) throw new Error(`The wire ${name} can't be spoken.`);
  return wire;
}
