/** What a status says of who was turned away, for someone who did not write the gateway. */
const words: Partial<Record<number, string>> = {
  400: "The gateway could not read what was sent.",
  401: "No token came, or one that does not hold.",
  403: "It came from another page, for another host, or with a role that may not send.",
  404: "There is no such route, agent or model.",
  405: "The route takes another method.",
  408: "It took too long to send.",
  409: "The same request id was sent before with another body.",
  413: "It was larger than the gateway takes.",
  429: "Its lane was full, or too many wrong tokens came from there.",
  503: "There was no room, or the gateway was stopping.",
};

export function refusalWords(status: number): string {
  return words[status] ?? "It was not taken.";
}

/** `401 ×12, 429 ×3`: the most frequent first. */
export function refusedText(byStatus: Readonly<Record<string, number>>): string {
  return Object.entries(byStatus)
    .toSorted(([, a], [, b]) => b - a)
    .map(([status, count]) => `${status} ×${count}`)
    .join(", ");
}
