import type { Finding, Verdict } from "@signalbox/api-contract";
import { costlyAgents } from "./costly-agents.ts";
import type { Evidence, Sentence } from "./evidence.ts";
import { failedRequests } from "./failed-requests.ts";
import { fillingUp } from "./filling-up.ts";
import { notCalled } from "./not-called.ts";
import { nothingWrong } from "./nothing-wrong.ts";
import { overdueRequests } from "./overdue-requests.ts";
import { sickComponent } from "./sick-component.ts";
import { toolLoops } from "./tool-loops.ts";
import { unusualQuiet } from "./unusual-quiet.ts";

/**
 * The sentence on top of every page, by fixed rules, the same for now and for a past moment: what is bad before
 * what is worth a look, and of the same level in this order.
 */
export function judge(evidence: Evidence): Verdict {
  const failed = failedRequests(evidence);
  const findings = [
    ...toolLoops(evidence),
    ...costlyAgents(evidence),
    ...fillingUp(evidence),
    ...unusualQuiet(evidence),
  ];
  const found = [
    sickComponent(evidence),
    notCalled(evidence, failed),
    failed,
    overdueRequests(evidence),
    ...findings.map(sentenceOf),
  ].filter((sentence) => sentence !== null);
  const first = found.find(({ level }) => level === "bad") ?? found.find(isWarning) ?? found[0];
  return { ...(first ?? nothingWrong(evidence)), findings };
}

function isWarning({ level }: Sentence): boolean {
  return level === "warn";
}

function sentenceOf(finding: Finding): Sentence {
  return { ...finding, requests: null };
}
