/** Whoever hears a page hears a field's fault with the field, on the pages of measurements, results and samverkan. */
import { expect, test } from "vitest";
import { drawSample, fileOf } from "../../test/storybook.ts";
import { samples } from "./samples.ts";

const wrong = samples.filter(
  ({ page, frame }) =>
    /^(continuous|cooperation|measurement|thresholds)/.test(page) && (frame?.errors?.length ?? 0) > 0,
);

test.each(wrong.map((sample) => [fileOf(sample), sample] as const))(
  "%s: each fault is tied to what it is about",
  (_, sample) => {
    const html = drawSample(sample);
    const faults = [...html.matchAll(/class="field-error" id="([^"]+)"/g)].map(([, id]) => id ?? "");
    const described = [...html.matchAll(/aria-describedby="([^"]*)"/g)].flatMap(([, ids]) => (ids ?? "").split(/\s+/));
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((id) => !described.includes(id))).toEqual([]);
  },
);

test("every table of theirs has a name of its own", () => {
  const theirs = samples.filter(({ page }) =>
    /^(compare|continuous|cooperation|fieldwork|measurement|report|surveys|thresholds)/.test(page),
  );
  for (const sample of theirs)
    for (const [table] of drawSample(sample).matchAll(/<table[\s\S]*?<\/table>/g))
      expect(table, fileOf(sample)).toMatch(/^<table[^>]*>\s*<caption/);
});
