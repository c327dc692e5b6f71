/**
 * What is to happen at the simulated carrier, by instant. Nothing happens by itself: `run` carries out what is due, so
 * the same code serves the demo's moved clock and a test that never waits.
 */

type Event = { readonly at: number; readonly act: () => Promise<void> | void };

export type EventQueue = {
  /** Epoch ms: the instant that is being carried out; outside `run`, the world's now. */
  readonly now: () => number;
  /** Puts `act` in the queue, `delaySeconds` from now. */
  readonly after: (delaySeconds: number, act: Event["act"]) => void;
  /** When the next thing is due (epoch ms), or null. */
  readonly nextAt: () => number | null;
  /**
   * Carries out everything due up to and including `until` (epoch ms), in order; equal instants in parallel. One run at
   * a time. Rejects with what an act throws; later runs go on with the rest.
   */
  readonly run: (until: number) => Promise<void>;
};

/** `worldNow` gives epoch ms. */
export function eventQueue(worldNow: () => number): EventQueue {
  /** Latest first, so that the next one stands last; among equals, in the order they were made. */
  const events: Event[] = [];
  let carriedOut: number | null = null;
  let running: Promise<void> = Promise.resolve();
  const now = () => carriedOut ?? worldNow();
  const nextAt = () => events.at(-1)?.at ?? null;

  const carryOut = async (until: number) => {
    for (;;) {
      const at = nextAt();
      if (at === null || at > until) return;
      const due: Event[] = [];
      while (events.at(-1)?.at === at) due.push(events.pop()!);
      carriedOut = at;
      try {
        await Promise.all(due.map((event) => event.act()));
      } finally {
        carriedOut = null;
      }
    }
  };

  return {
    now,
    nextAt,
    after(delaySeconds, act) {
      const at = now() + delaySeconds * 1000;
      let [low, high] = [0, events.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (events[middle]!.at > at) low = middle + 1;
        else high = middle;
      }
      events.splice(low, 0, { at, act });
    },
    run(until) {
      const run = running.then(() => carryOut(until));
      running = run.catch(() => undefined);
      return run;
    },
  };
}
