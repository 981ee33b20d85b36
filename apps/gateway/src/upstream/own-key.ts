import type { Secret } from "../config/index.ts";
import type { ErrorAnswer } from "./answer.ts";
import type { Failure } from "./failure.ts";

/** A shorter one is a word, such as the `ollama` that local servers take: hiding it would hide words. */
const shortestKey = 12;

/** A provider that repeats the key it was sent would hand it to clients, events and whoever reads them. */
export function failureWithout(key: Secret | null, failure: Failure | null): Failure | null {
  if (failure === null || key === null) return failure;
  return { ...failure, message: without(key, failure.message) };
}

/** The same of an error answer that goes to the client; one without the key stays as it is to the byte. */
export function answerWithout(key: Secret | null, answer: ErrorAnswer | null): ErrorAnswer | null {
  if (answer === null || key === null || !answer.body.includes(key.reveal())) return answer;
  return { ...answer, body: Buffer.from(without(key, answer.body.toString("utf8"))) };
}

function without(key: Secret, text: string): string {
  const secret = key.reveal();
  return secret.length < shortestKey ? text : text.replaceAll(secret, String(key));
}
