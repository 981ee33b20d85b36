import type { Component, ComponentState } from "@signalbox/api-contract";
import type { Fact } from "../recorder/index.ts";

/** Since when each component is as it is; states it whenever one is not as it was. */
export class ComponentWatch {
  readonly #seen = new Map<string, Pick<ComponentState, "status" | "since">>();

  /** Looks at all of them, once a second. */
  look(components: readonly Component[], now: number, state: (fact: Fact) => void): void {
    for (const { name, status, reason } of components) {
      if (this.#seen.get(name)?.status === status) continue;
      this.#seen.set(name, { status, since: now });
      state({ type: "component.changed", component: name, status, reason });
    }
  }

  /** The same component with its moment; a change that was not looked at yet is one of now. */
  dated(component: Component, now: number): ComponentState {
    const seen = this.#seen.get(component.name);
    return { ...component, since: seen?.status === component.status ? seen.since : now };
  }
}
