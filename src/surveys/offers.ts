/**
 * Answers after which the coordinator is reminded to offer that somebody gets in touch. Only a reminder on the screen: the
 * offer is the person's to make and the patient's to take. What made us remind is decided anew each time a page is drawn
 * and is stored nowhere, least of all with the task that may follow.
 */
import type { State } from "./interview.ts";

/** Question → the codes that remind: "Nej, inte alls" on the scale of four. The questions of the catalog's surveys. */
const reminding: Readonly<Record<string, readonly number[]>> = { trygghet: [4], samordning: [4] };

/** What is said, word for word. */
export const helpOffer = "Vill du att jag ber någon höra av sig?";

export const remindsOfHelp = ({ answers }: Pick<State, "answers">): boolean =>
  Object.entries(reminding).some(([question, codes]) => {
    const answer = answers[question];
    return answer !== undefined && "code" in answer && codes.includes(answer.code);
  });
