import type { SdkPart } from "./sdk-model.ts";

const deltas = ["text-delta", "reasoning-delta", "tool-input-delta"] as const;
type Transformer = NonNullable<ConstructorParameters<typeof TransformStream<SdkPart, SdkPart>>[0]>;
type Delta = Extract<SdkPart, { readonly type: (typeof deltas)[number] }>;

/** An answer of usual length streams as its provider sends it. */
const usualPieces = 1_000;

/**
 * Makes one part of the pieces of a text that come in the same turn of the event loop, in answers of more pieces than
 * usual. The SDK keeps an object and a string for each, several times over, and there may be hundreds of thousands.
 */
export function joinedDeltas(from = usualPieces): TransformStream<SdkPart, SdkPart> {
  let seen = 0;
  let held: Delta | null = null;
  let pieces: string[] = [];
  const letGo = (controller: TransformStreamDefaultController<SdkPart>): void => {
    if (held === null) return;
    const whole = { ...held, delta: pieces.join("") };
    held = null;
    pieces = [];
    controller.enqueue(whole);
  };
  // `cancel` is of the standard, and not in each library's types of it.
  const transformer: Transformer & { readonly cancel: () => void } = {
    transform(part, controller) {
      if (!isPlainDelta(part) || (seen += 1) <= from) {
        letGo(controller);
        controller.enqueue(part);
        return;
      }
      if (held !== null && (held.type !== part.type || held.id !== part.id)) letGo(controller);
      if (held === null) {
        held = part;
        setImmediate(letGo, controller);
      }
      pieces.push(part.delta);
    },
    flush: letGo,
    // Its reader has gone, or what it reads failed: nobody takes what is held.
    cancel() {
      held = null;
    },
  };
  return new TransformStream(transformer);
}

/** One that says more than its text stands for itself. */
function isPlainDelta(part: SdkPart): part is Delta {
  return deltas.some((type) => type === part.type) && !("providerMetadata" in part);
}
