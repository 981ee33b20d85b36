import type { AuditRow } from "@signalbox/api-contract";
import { momentText } from "../time/moment-text.ts";

/** An entry as it comes over the wire, where JSON leaves out what there is not. */
export type AuditEntry = Omit<AuditRow, "before" | "after"> &
  Partial<Pick<AuditRow, "before" | "after">>;

/** Where the subject of an entry can be looked at. */
export type Subject =
  | { readonly kind: "token" | "model" | "tool" | "lanes" }
  | { readonly kind: "lane"; readonly lane: string }
  | { readonly kind: "request"; readonly id: string };

/** Null where there is no page of it. */
export function subjectOf({
  action,
  target,
}: Pick<AuditEntry, "action" | "target">): Subject | null {
  const noun = action.slice(0, action.indexOf("."));
  switch (noun) {
    case "token":
    case "model":
    case "tool":
      return { kind: noun };
    case "mcpServer":
      return { kind: "tool" };
    case "lane":
      return target === "*" ? { kind: "lanes" } : { kind: "lane", lane: target };
    case "request":
      return { kind: "request", id: target };
  }
  return null;
}

/** What people call it, where the entry knows: a token's name, a lane's label. */
export function subjectName({ target, before, after }: AuditEntry): string {
  return nameIn(after) ?? nameIn(before) ?? target;
}

function nameIn(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const found = "label" in value ? value.label : "name" in value ? value.name : null;
  return typeof found === "string" && found !== "" ? found : null;
}

/** Told in columns of their own. */
const toldElsewhere: ReadonlySet<string> = new Set(["reason", "by", "since", "label"]);

/** What is otherwise after than before, `key: old → new`; what was not there and is none is left out. */
export function changeText({ before, after }: Pick<AuditEntry, "before" | "after">, now: number) {
  const [old, next] = [fields(before), fields(after)];
  const keys = [...new Set([...old.keys(), ...next.keys()])];
  return keys
    .filter((key) => !toldElsewhere.has(key) && isOther(old.get(key), next.get(key)))
    .map((key) => {
      const [was, is] = [old.get(key), next.get(key)];
      const told = (value: unknown) => valueText(key, value, now);
      return was === undefined ? `${key}: ${told(is)}` : `${key}: ${told(was)} → ${told(is)}`;
    })
    .join(", ");
}

function isOther(was: unknown, is: unknown): boolean {
  return JSON.stringify(was ?? null) !== JSON.stringify(is ?? null);
}

function fields(value: unknown): Map<string, unknown> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["value", value]]);
  return new Map(Object.entries(value));
}

function valueText(key: string, value: unknown, now: number): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "number" && /(At|^until)$/.test(key)) return momentText(value, now);
  return typeof value === "string" ? value : JSON.stringify(value);
}
