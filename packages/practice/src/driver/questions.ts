/** Questions that words answer. */
export const CHAT_QUESTIONS: readonly string[] = [
  "How does a signal box keep two trains apart?",
  "Why do queues grow so suddenly when everything seemed fine?",
  "What should I look at first when one line is slow and the others are not?",
  "Can you explain what interlocking means, in plain words?",
  "How do leaves on the line make trains late?",
  "What belongs on a checklist before a change?",
  "Is it better to have one long queue or two short ones?",
  "Tell me something about branch lines in winter.",
  "How should clients behave after an error, and when should they retry?",
  "Write a short note to tell passengers about a delay.",
  "What makes a timetable robust?",
  "Why is the slowest request in a hundred worth a look?",
  "Suggest three names for a garden behind a station.",
  "How much slack should a plan have?",
  "Summarise why a missing number is not a zero.",
  "Who are you?",
];

/** What follows on an answer in the same session. */
export const FOLLOW_UPS: readonly string[] = [
  "And what would change that?",
  "Can you say that more briefly?",
  "Give me an example, please.",
  "What is the most common mistake there?",
  "How would I notice it in practice?",
  "Thanks. And in bad weather?",
  "What would you do first?",
];

/** Questions that need a clock or a calculator. */
export const TOOL_QUESTIONS: readonly string[] = [
  "What time is it now?",
  "What is 12 * (3 + 4)?",
  "What is today's date?",
  "Please work out 1440 / 96 - 3 for me.",
  "What time is it, and how many minutes are 7 * 60 + 25?",
  "How many wagons are 18 * 24 + 6?",
];
