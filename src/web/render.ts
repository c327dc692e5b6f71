/**
 * A page from its precompiled template and its typed view. The only place that knows Handlebars; Workers forbid
 * compiling at run time, so templates.gen.ts holds what prepare.mjs compiled.
 */
// The package's own types cover only its whole; the runtime is the part of it that runs precompiled templates.
import type Whole from "handlebars";
import Runtime from "handlebars/runtime.js";
import { helpers } from "./handlebars-helpers.ts";
import { layout, pages, parts } from "./templates.gen.ts";
import type { PageName, PageView } from "./views.ts";

const engine = (Runtime as unknown as typeof Whole).create();
for (const [name, helper] of Object.entries(helpers)) engine.registerHelper(name, helper);
for (const [name, part] of Object.entries<TemplateSpecification>(parts)) {
  engine.registerPartial(name, engine.template(part));
}
const frame = engine.template<unknown>(layout);
const bodies = new Map(
  Object.entries<TemplateSpecification>(pages).map(([name, page]) => [name, engine.template<unknown>(page)]),
);

/** A part of a page alone, as HTML: for a script that renews it. */
export function renderPart<View>(name: string, view: View): string {
  const part = engine.partials[name];
  if (typeof part !== "function") throw new Error(`templates/parts/${name}.hbs is missing`);
  return part(view);
}

/** The whole page as HTML. Values are escaped by the templates. */
export function renderPage<Name extends PageName>(name: Name, view: PageView<Name>): string {
  const body = bodies.get(name);
  if (!body) throw new Error(`templates/pages/${name}.hbs is missing`);
  return frame({ ...view, body: body(view) });
}
