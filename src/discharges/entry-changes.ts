/** What a row that is taken in makes of its stay: a new entry, or changes of the one that is there. */
import type { OutcomeCode } from "../calls/outcomes.ts";
import { reopen } from "../cases/closing.ts";
import { isTooYoung } from "../cases/eligibility.ts";
import { firstStateOf } from "../cases/inclusion.ts";
import { isRefusal } from "../problems.ts";
import { type Desk, file, type RowToDecide } from "./desk.ts";
import { close, hasInterview } from "./ending.ts";
import { caseColumns, dischargeColumns, type Entry, isChosen, type Judgement } from "./entry.ts";
import type { Readable } from "./judge.ts";

/** Nobody will call, so nobody needs name and numbers; a missing number is for the unit to find out. */
const keepsPerson = (disposition: OutcomeCode | null): boolean => disposition === null || disposition === "no-number";

/** A machine is no caller for a child: its guardian is rung, by a person (domain §4). */
const robotConsentOf = ({ discharge, person }: Readable, { rules }: Desk): boolean =>
  discharge.robotConsent && !isTooYoung({ ...discharge, ...person }, rules.policy);

/** A stay that is new. `shielded`: it is for named persons alone. */
export function admit(
  row: RowToDecide,
  dischargeKey: string,
  read: Readable,
  judgement: Judgement,
  desk: Desk,
  shielded: boolean,
): void {
  const { discharge, person } = read;
  const id = desk.newId();
  const { eligibility, inclusion } = judgement;
  const first = firstStateOf(inclusion);
  const disposition = eligibility.eligible ? (first === null ? "not-eligible" : null) : eligibility.disposition;
  const { sourceId, providerId, now } = desk.rules;
  file(desk, {
    known: null,
    discharge: {
      id,
      sourceId,
      dischargeKey,
      ...dischargeColumns(discharge, row.patientKey, row.contentKey ?? "", shielded),
      robotConsent: robotConsentOf(read, desk),
    },
    case: {
      ...{ id, providerId, version: 0, ownerId: null, ownedSince: null, restUntil: null, appointmentAt: null },
      ...{ attempts: 0, interrupted: false, restBecause: null, availability: null },
      ...caseColumns(discharge, person, judgement),
      state: disposition === null && first !== null ? first : "closed",
      ...{ disposition, closedAt: disposition === null ? null : now },
    },
    person: keepsPerson(disposition) ? person : null,
    deletesInterview: false,
  });
}

/** What a coordinator has heard the patient speak is truer than any list. */
const spokenAsHeard = ({ languageHeardAt, language, interpreter }: Entry["discharge"]) =>
  languageHeardAt ? { language, interpreter } : {};

/** A stay that is known, told anew. */
export function update(
  entry: Entry,
  row: RowToDecide,
  read: Readable,
  judgement: Judgement,
  desk: Desk,
  shielded: boolean,
): void {
  const { discharge, person } = read;
  const before = entry.case;
  desk.byPatient.get(entry.discharge.patientKey ?? "")?.delete(entry);
  const told = dischargeColumns(discharge, row.patientKey, row.contentKey ?? "", shielded);
  const robotConsent = robotConsentOf(read, desk);
  entry.discharge = { ...entry.discharge, ...told, robotConsent, ...spokenAsHeard(entry.discharge) };
  file(desk, entry);
  const { eligibility, inclusion } = judgement;
  const columns = caseColumns(discharge, person, judgement);
  const first = firstStateOf(inclusion);
  if (before.state === "closed") {
    if (!eligibility.eligible || first === null) return;
    // Heard in a call, of which no list knows.
    if (entry.known?.outcomes.some((code) => code === before.disposition)) return;
    const opened = reopen({ ...before, ...columns }, { state: first, survey: eligibility.survey }, desk.rules.now);
    // A case that is over stays over, whatever a list says; its facts stay those it was closed with.
    if (isRefusal(opened)) return;
    entry.case = { ...before, ...columns, ...opened };
    entry.person = person;
    return;
  }
  if (!eligibility.eligible) {
    entry.case = { ...before, ...columns, surveyConsent: before.surveyConsent };
    close(entry, eligibility.disposition, desk.rules);
    // A talk that is not cut goes on with what is known now.
    if (eligibility.disposition === "no-number" || entry.case.state !== "closed") entry.person = person;
    return;
  }
  const chosen = isChosen({ case: before }, desk.rules);
  const untouched =
    before.state === "planned" && before.attempts === 0 && before.appointmentAt === null && !hasInterview(entry);
  const state = before.state === "optional" || (untouched && !chosen) ? (first ?? before.state) : before.state;
  entry.case = { ...before, ...columns, routine: columns.routine || chosen, state };
  // Answers given belong to the measurement and the consent they were given under.
  if (hasInterview(entry)) {
    entry.case = { ...entry.case, measurementId: before.measurementId, surveyConsent: before.surveyConsent };
  }
  entry.person = person;
}
