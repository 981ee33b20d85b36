import type { AttemptProgress } from "../../recorder/index.ts";
import { AnswerText } from "./answer-text.ts";

/**
 * How far an answer has got. The request log keeps it long after the answer's end, so it holds nothing
 * of the exchange: neither connection nor body.
 */
export class AnswerProgress implements AttemptProgress {
  readonly answer = new AnswerText();
  outputTokens = 0;
  lastTokenMono: number | null = null;

  text(): string {
    return this.answer.toString();
  }
}
