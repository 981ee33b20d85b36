import { inspect } from "node:util";

const hidden = "[secret]";

/**
 * A value that must not be seen: it prints, inspects and serialises as `[secret]`.
 * `reveal()` is the only way to it, so a search for that word finds every use.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}
