/**
 * The telephone numbers of a patient: those that the lists tell of, and what people here have said about them. A list is
 * read anew every day and says nothing of what a call has taught us, so the two are kept apart and brought together here:
 * a number that was found dead stays dead whatever a newer list says, and one that was added stays.
 */
import { type Refusal, refuse } from "../problems.ts";

/** A relative's number is anybody's but the patient's own: who lifts that receiver may know of no hospital. */
export type Whose = "patient" | "relative";

/** "dead": wrong or disconnected. "corrected": written anew, and right now. */
export type GoneBecause = "dead" | "corrected";

export type KnownNumber = {
  /** E.164. */
  readonly number: string;
  readonly whose: Whose;
  readonly name: string | null;
  readonly relation: string | null;
  /** Null: to be rung. */
  readonly gone: GoneBecause | null;
  /** Where somebody has put it, the lowest first; null: where the list has it. */
  readonly order: number | null;
};

/** What was said here about one number (the columns of `numbers`); instants in epoch ms. */
export type SaidNumber = {
  readonly number: string;
  readonly whose: Whose;
  readonly name: string | null;
  readonly relation: string | null;
  readonly place: number | null;
  readonly goneAt: number | null;
  readonly goneBecause: GoneBecause | null;
};

/** What the newest list says. */
export type ListedNumbers = {
  readonly phones: readonly string[];
  readonly proxyName: string | null;
  readonly proxyPhone: string | null;
  readonly proxyRelation: string | null;
};

/** A person has a handful of telephones; more are a mistake, and a form that can be filled without end. */
export const mostNumbers = 12;

/**
 * All numbers, each once: the patient's own in the order to try them, then relatives', then those that are gone. What was
 * said here counts before the list.
 */
export function numbersOf(listed: ListedNumbers, said: readonly SaidNumber[]): KnownNumber[] {
  const all = new Map<string, KnownNumber>();
  const nobody = { name: null, relation: null, gone: null, order: null };
  for (const number of listed.phones) all.set(number, { number, whose: "patient", ...nobody });
  const { proxyPhone: number, proxyName: name, proxyRelation: relation } = listed;
  if (number !== null && !all.has(number)) all.set(number, { ...nobody, number, whose: "relative", name, relation });
  for (const { goneAt, goneBecause, place, ...one } of said)
    all.set(one.number, { ...one, order: place, gone: goneAt === null ? null : (goneBecause ?? "dead") });
  const rank = (one: KnownNumber) => (one.gone !== null ? 2 : one.whose === "relative" ? 1 : 0);
  // Sorting is stable: without a place, a list's order stands.
  return [...all.values()].toSorted((a, b) => rank(a) - rank(b) || (a.order ?? Infinity) - (b.order ?? Infinity) || 0);
}

export const isLive = ({ gone }: KnownNumber): boolean => gone === null;

/** The patient's own numbers to be rung, in order: the only ones that the robot dials. */
export const ownNumbers = (numbers: readonly KnownNumber[]): string[] =>
  numbers.filter((one) => isLive(one) && one.whose === "patient").map(({ number }) => number);

/** Who it is that answers there: "Patienten", "Eva, dotter", "Närstående". */
export const whoseInWords = ({ whose, name, relation }: KnownNumber): string =>
  whose === "patient" ? "Patienten" : [name, relation].filter((part) => part !== null).join(", ") || "Närstående";

/**
 * What a form sends back to say which number it means: its place, its last two digits, which are never hidden, and how
 * many there were. On an old page, or at the second of two clicks, it means nothing any more.
 */
export const markOf = (numbers: readonly KnownNumber[], place: number): string =>
  `${place}.${numbers[place]?.number.slice(-2)}.${numbers.filter(isLive).length}`;

export function findMarked(numbers: readonly KnownNumber[], mark: string) {
  const place = numbers.findIndex((_, at) => markOf(numbers, at) === mark);
  const one = numbers[place];
  return one === undefined ? null : { one, place };
}

// ── what a coordinator does with them: each gives what is said from then on, or a refusal ──

export type Typed = {
  readonly number: string;
  readonly whose: Whose;
  readonly name: string | null;
  readonly relation: string | null;
};

const live = { place: null, goneAt: null, goneBecause: null };

/** Adds a number, or says that one that was gone works after all. A relative's needs a name or what they are to the patient. */
export function addNumber(numbers: readonly KnownNumber[], typed: Typed): SaidNumber[] | Refusal {
  if (typed.whose === "relative" && typed.name === null && typed.relation === null)
    return refuse("number-whose-needed");
  const before = numbers.find(({ number }) => number === typed.number);
  if (before && isLive(before)) return refuse("number-there-already");
  if (!before && numbers.length >= mostNumbers) return refuse("numbers-too-many", { most: mostNumbers });
  const own = typed.whose === "patient" ? { name: null, relation: null } : {};
  return [...inOrder(numbers), { ...typed, ...own, ...live, place: numbers.length }];
}

/** The number was written wrong: the right one takes its place and the wrong one is gone. */
export function correctNumber(
  numbers: readonly KnownNumber[],
  at: number,
  right: string,
  now: number,
): SaidNumber[] | Refusal {
  const wrong = numbers[at];
  if (!wrong || !isLive(wrong)) return refuse("number-not-there");
  if (right === wrong.number || numbers.some((one) => one.number === right && isLive(one)))
    return refuse("number-there-already");
  if (numbers.length >= mostNumbers && numbers.every((one) => one.number !== right))
    return refuse("numbers-too-many", { most: mostNumbers });
  const { whose, name, relation } = wrong;
  return [
    ...inOrder(numbers).filter(({ number }) => number !== wrong.number && number !== right),
    { number: right, whose, name, relation, ...live, place: at },
    { number: wrong.number, whose, name, relation, place: null, goneAt: now, goneBecause: "corrected" },
  ];
}

/** Tried before the one that stands above it. Only within the patient's own, and within the relatives'. */
export function raiseNumber(numbers: readonly KnownNumber[], at: number): SaidNumber[] | Refusal {
  const [above, one] = [numbers[at - 1], numbers[at]];
  if (!one || !isLive(one)) return refuse("number-not-there");
  if (!above || above.whose !== one.whose) return [];
  return inOrder(numbers.with(at - 1, one).with(at, above));
}

/** Wrong or disconnected: nobody rings it any more. The last one is an outcome, since it ends the case. */
export function dropNumber(numbers: readonly KnownNumber[], at: number, now: number): SaidNumber[] | Refusal {
  const one = numbers[at];
  if (!one || !isLive(one)) return refuse("number-not-there");
  if (numbers.filter(isLive).length === 1) return refuse("number-is-last");
  return [gone(one, now)];
}

/** The number that an outcome was about. */
export const gone = ({ number, whose, name, relation, order }: KnownNumber, now: number): SaidNumber => ({
  ...{ number, whose, name, relation, place: order, goneAt: now, goneBecause: "dead" },
});

/** It works after all. */
export function reviveNumber(numbers: readonly KnownNumber[], at: number): SaidNumber[] | Refusal {
  const one = numbers[at];
  if (!one) return refuse("number-not-there");
  return isLive(one) ? [] : addNumber(numbers, one);
}

/** The order in which they stand, said. */
const inOrder = (numbers: readonly KnownNumber[]): SaidNumber[] =>
  numbers.flatMap((one, place) => {
    const { number, whose, name, relation } = one;
    return isLive(one) ? [{ number, whose, name, relation, place, goneAt: null, goneBecause: null }] : [];
  });
