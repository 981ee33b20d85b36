import { ContractError } from "@signalbox/api-contract";
import { lastSeq, type Place } from "../history/index.ts";

/** A request's acceptance in the one order: a page goes on before it, and holds while requests come and end. */
export function encodeCursor({ boot, seq }: Place): string {
  return `${boot}.${seq}`;
}

/** @throws {ContractError} `invalid` where it is no cursor of ours. */
export function decodeCursor(cursor: string): Place {
  const [, boot, seq] = /^(\d{1,9})\.(\d{1,13})$/.exec(cursor) ?? [];
  if (boot !== undefined && seq !== undefined && Number(seq) <= lastSeq) {
    return { boot: Number(boot), seq: Number(seq) };
  }
  throw new ContractError(
    "invalid",
    "The cursor is none that requests.list gave. Leave it out to begin with the newest.",
  );
}
