/** Sample data for how protected identities look to whoever is named and to whoever is not (see samples.ts). */
import type { Sample, WorkListRow, WorkListView } from "./views.ts";
import { forNamedPersons, protectedMark } from "./work-list.ts";

/** `list` and `row`: an ordinary list and a row of it, to change. */
export const protectedSamples = (list: WorkListView, row: WorkListRow): readonly Sample[] => [
  {
    ...{ page: "work-list", name: "protected", title: "Arbetslista" },
    view: { ...list, rows: [row, forNamedPersons, forNamedPersons] },
  },
  {
    ...{ page: "work-list", name: "protected-named", title: "Arbetslista" },
    view: { ...list, rows: [{ ...row, marks: [protectedMark] }, row] },
  },
];
