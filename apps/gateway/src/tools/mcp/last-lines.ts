import { LineReader } from "./line-reader.ts";
import { visibleText } from "./visible-text.ts";

const maxLines = 20;
const maxLineLength = 500;
const maxLineBytes = 4_096;

/** The last lines of what a process says on stderr: as many as help to see why it ended. */
export class LastLines {
  readonly #show: (text: string) => string;
  #lines: string[] = [];
  #reader = this.#newReader();

  /** `show` takes secrets out. */
  constructor(show: (text: string) => string) {
    this.#show = show;
  }

  push(chunk: Buffer): void {
    this.#reader.push(chunk);
  }

  list(): readonly string[] {
    return this.#lines;
  }

  #newReader(): LineReader {
    return new LineReader({
      maxBytes: maxLineBytes,
      onLine: (line) => {
        if (line.trim() !== "") this.#add(visibleText(this.#show(line), maxLineLength));
      },
      onTooLong: () => {
        this.#add("[a line that is too long to show]");
        this.#reader = this.#newReader();
      },
    });
  }

  #add(line: string): void {
    this.#lines = [...this.#lines, line].slice(-maxLines);
  }
}
