/** Sentences about one thing, and the words by which a question asks for it. */
export interface Topic {
  readonly asksFor: RegExp;
  readonly sentences: readonly string[];
}

/** Who answers, when somebody asks. */
export const INTRODUCTION =
  "I am a practice model: I have no intelligence, and my sentences come from a small box of prepared ones. " +
  "The streaming, the tool calls and the errors around me are real, so you can try everything without a provider.";

/** Two, three and four bytes a character, for those who have to put halves together. */
export const BEYOND_ASCII = "Größe ½, 信号 and 🚉 are all one thing to a wire. ";

/** All there is to say. Every sentence is our own, and none needs the one before it. */
export const TOPICS: readonly Topic[] = [
  {
    asksFor: /\b(?:rail|railway|train|track|station|line|platform)s?\b/i,
    sentences: [
      "A single line can carry trains both ways, as long as only one of them is on it at a time.",
      "Stations sit where two needs meet: people want to get on, and trains need a place to pass each other.",
      "The timetable is a promise made months ahead, and every day is spent keeping it.",
      "A long freight train needs more than a kilometre to stop, so its driver thinks about the next hill but one.",
      "Rails expand in the heat, and the gaps or the welds between them have to allow for it.",
      "On a quiet branch line the first train of the morning often clears the frost for all that follow.",
      "Two short platforms can be worth more than one long platform when trains are late.",
      "A passing loop lets the fast train by while the slow one waits with its doors shut.",
      "Ballast looks like gravel, yet it drains the rain, holds the sleepers and quiets the ride.",
      "A gradient of 1 % already matters to a steel wheel on a steel rail.",
      "When a train is turned round quickly at the terminus, the whole line gains a minute.",
    ],
  },
  {
    asksFor: /\b(?:signal|signalman|box|lever|block|point|interlocking)s?\b/i,
    sentences: [
      "A signal box lets one person see every train on every track and decide who goes next.",
      "Interlocking means that a lever cannot move while another lever makes that move unsafe.",
      "A block is a stretch of line that holds one train, and the signal before it tells whether it is free.",
      "Points are set first and signals are cleared last; on the way back the order is reversed.",
      "A yellow signal does not say stop, it says that the next one might.",
      "Bell codes let two boxes talk in a handful of strokes, without a word that could be misheard.",
      "The illuminated panel shows what the track reports, not what anyone hopes.",
      "If a lamp fails, the signal counts as red, because the safe reading is the right one.",
      "A good signaller clears the road early, so that a driver never has to brake for nothing.",
      "The train register is written as things happen, so that the next shift knows what the last one knew.",
    ],
  },
  {
    asksFor: /\b(?:queue|wait|waiting|lane|backlog|delay|latency|throughput|slow)s?\b/i,
    sentences: [
      "A queue grows whenever work arrives faster than it leaves, and no cleverness changes that.",
      "The time spent waiting rises gently at first and steeply once a server is busy nearly all the time.",
      "Two short queues side by side feel fair only if nobody can see the other one move.",
      "A bounded queue has to say no sometimes, and an early no is kinder than a late one.",
      "The number of things in a system equals their rate of arrival times how long each one stays.",
      "One slow task at the head of a line makes everybody behind it look slow as well.",
      "Serving the shortest job first is good for the average and hard on the long job.",
      "A little slack is not waste: it is what absorbs the next surprise.",
      "Averages hide the worst waits, so look at the slowest one in a hundred too.",
      "If work can be cancelled while it waits, it should be, since nobody will miss it.",
    ],
  },
  {
    asksFor: /\b(?:weather|rain|snow|wind|fog|temperature|forecast)s?\b/i,
    sentences: [
      "Fog shortens the view to a few sleepers, and then the signals have to do all the talking.",
      "Leaves on wet rails make a film that is as slippery as ice.",
      "At −5 °C the point heaters are on before the first train is due.",
      "A strong side wind slows the tall wagons long before it slows the heavy ones.",
      "Rain by itself delays nothing; the people who step back from the platform edge do.",
      "Snow is easy to plough while it falls and hard to dig once it has settled.",
      "The clearest mornings follow the coldest nights, and the breath of the engine hangs in the yard.",
      "A forecast is most useful to those who have already decided what they would do about it.",
    ],
  },
  {
    asksFor: /\b(?:plan|checklist|change|release|deploy|step|project)s?\b/i,
    sentences: [
      "Start with the smallest change that can be undone, and look at what it did before the next.",
      "A checklist helps most on the day when nothing goes by the book.",
      "Write down what you expect to see, and a surprise becomes a finding.",
      "Move one thing at a time, because two changes at once explain nothing.",
      "Agree beforehand on what would make you turn back.",
      "A plan with no spare hour in it is a wish.",
      "Tell the people downstream before you close the valve.",
      "When the work is done, leave the place so that a stranger could carry on.",
      "Rehearse the way back as carefully as the way there.",
    ],
  },
  {
    asksFor: /\b(?:error|failure|fault|incident|outage|retry|alarm)s?\b/i,
    sentences: [
      "The first alarm is seldom the cause, but it is usually close to it in time.",
      "Ask what changed, then ask what did not, and the difference narrows the search.",
      "A retry is a polite question once and a stampede when a thousand clients ask together.",
      "An error message should say what happened, to what, and what the reader can do.",
      "If only one line is affected, look at what that line does not share with the others.",
      "A missing number is not a zero, and it should never be drawn as one.",
      "Restore the service first, and keep enough evidence to understand it afterwards.",
      "Failures that heal by themselves come back, so note when they began and ended.",
      "Half an answer can be worse than none if it looks like a whole one.",
    ],
  },
  {
    asksFor: /\b(?:tea|coffee|lunch|garden|book|evening|rest)s?\b/i,
    sentences: [
      "A kettle in the signal box boils between the 9:14 and the 9:31, and rarely at another time.",
      "The garden behind the station is tended by whoever has the early shift.",
      "A café by the platform sells more tea when the trains are late, and better stories.",
      "An hour of reading passes quickly on a line with few trains and a good lamp.",
      "The evening light shows every wave in the rails that the noon sun hides.",
      "A bench under the clock is where most journeys are talked about before they start.",
      "Half an hour of rest is worth more before the rush than after it.",
      "The cat of the goods yard keeps its own timetable and is never late.",
    ],
  },
];
