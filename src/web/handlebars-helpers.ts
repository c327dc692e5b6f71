/**
 * What templates can say beyond Handlebars itself. Few, pure and about presentation: anything that decides belongs in a
 * handler, which puts its result in the view.
 */
import type { HelperOptions } from "handlebars";
import type { Choice, FieldError } from "./views.ts";

/** Handlebars hands every helper its options last. */
const given = (values: unknown[]) => values.slice(0, -1);
/** Truth as Handlebars' own `if` sees it: an empty list is nothing. */
const holds = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

export const helpers = {
  eq: (left: unknown, right: unknown) => left === right,
  and: (...values: unknown[]) => given(values).every(holds),
  or: (...values: unknown[]) => given(values).some(holds),
  /** Text put together, for ids: {{join "svar-" key}}. */
  join: (...values: unknown[]) => given(values).join(""),
  /** The page's error for a field, or "": {{#if (errorFor "tid")}}. */
  errorFor: (field: string, options: HelperOptions): string => {
    const errors: readonly FieldError[] = options.data?.root?.errors ?? [];
    return errors.find((error) => error.field === field)?.text ?? "";
  },
  /** Whether any choice is one that is never read aloud. */
  hasSilent: (choices: readonly Choice[]) => choices.some((choice) => !choice.readAloud),
};
