/**
 * All addresses there are, each with who may come in. Handlers know their page; only this file knows the map. Longer than
 * other files because a map is read whole.
 */
import { Hono } from "hono";
import type { Role } from "../db/accounts.ts";
import { Problem } from "../problems.ts";
import type { World } from "../world.ts";
import * as accounts from "./accounts.ts";
import { alarmsPage } from "./alarms.ts";
import * as answer from "./answer.ts";
import * as answerPages from "./answer-page.ts";
import { asset } from "./assets.ts";
import * as board from "./board.ts";
import * as agree from "./case-agree-forms.ts";
import * as cases from "./cases.ts";
import { comparePage } from "./compare.ts";
import * as compareFiles from "./compare-files.ts";
import { compliancePage } from "./compliance.ts";
import type { Request, RequestEnv } from "./context.ts";
import { continuousPage, divide } from "./continuous.ts";
import { cooperationList, cooperationPage } from "./cooperation.ts";
import { answerPage, sendAnswer } from "./cooperation-answer.ts";
import * as cooperationFiles from "./cooperation-files.ts";
import * as cooperation from "./cooperation-manage.ts";
import * as cooperationNew from "./cooperation-new.ts";
import * as cooperationPublish from "./cooperation-publish.ts";
import * as demo from "./demo.ts";
import * as exports from "./exports.ts";
import { writeFailure } from "./failures.ts";
import { fieldworkPage } from "./fieldwork.ts";
import { formLimit } from "./form.ts";
import * as intake from "./intake.ts";
import * as interview from "./interview.ts";
import { chooseLanguage } from "./interview-language.ts";
import * as measurementLife from "./measurement-life.ts";
import { measurementList } from "./measurement-list.ts";
import * as measurements from "./measurements.ts";
import { namePersons } from "./named-persons.ts";
import { nextCase } from "./next-case.ts";
import * as practice from "./practice.ts";
import * as sheets from "./print-sheets.ts";
import * as publications from "./publications.ts";
import * as reports from "./reports.ts";
import * as robot from "./robot.ts";
import * as rules from "./rules.ts";
import { search, searchPage } from "./search.ts";
import { demoStaysHome, neverStored, ownFormsOnly, strictHeaders } from "./security.ts";
import { withSession } from "./session.ts";
import { signIn, signInPage, signOut } from "./sign-in.ts";
import { health, start } from "./start-page.ts";
import { surveyWebPage } from "./survey-web.ts";
import { surveyList, surveyPage } from "./surveys.ts";
import { taskFiguresPage } from "./task-figures.ts";
import * as tasks from "./tasks.ts";
import * as thresholds from "./thresholds.ts";
import * as times from "./times.ts";
import * as phone from "./try-phone.ts";
import * as units from "./units.ts";
import { fallback, inbound, linesPutDown, status, turn } from "./voice.ts";
import { bridgeDone, bridgeTurn } from "./voice-connect.ts";
import { keyForWaiting } from "./waiting.ts";
import { workList } from "./work-list.ts";

type Who = "anyone" | "signed-in" | readonly Role[];
type Handler = (c: Request) => Response | Promise<Response>;
type Route = readonly [method: "GET" | "POST", path: string, who: Who, handler: Handler];

const coordinator: Who = ["coordinator"];
const lead: Who = ["lead"];
const admin: Who = ["admin"];
const leadOrAdmin: Who = ["lead", "admin"];
const boardReaders: Who = ["coordinator", "lead"];
const intakers: Who = ["coordinator", "admin"];

const routes: readonly Route[] = [
  ["GET", "/", "signed-in", start],
  ["GET", "/halsa", "anyone", health],
  ["GET", "/tillgangar/:namn", "anyone", asset],
  ["GET", "/logga-in", "anyone", signInPage],
  ["POST", "/logga-in", "anyone", signIn],
  ["POST", "/logga-ut", "anyone", signOut],

  ["GET", "/nyckel", coordinator, keyForWaiting],

  ["GET", "/ova", "anyone", practice.choosePatient],
  ["GET", "/ova/:vad", "anyone", practice.backToChoice],
  ["POST", "/ova/borja", "anyone", practice.begin],
  ["POST", "/ova/intervju", "anyone", practice.interview],
  ["POST", "/ova/svar", "anyone", practice.answer],
  ["POST", "/ova/tillbaka", "anyone", practice.goBack],
  ["POST", "/ova/vidare", "anyone", practice.toClosing],
  ["POST", "/ova/paus", "anyone", practice.pause],
  ["POST", "/ova/vill-inte", "anyone", practice.stop],
  ["POST", "/ova/aterkallar", "anyone", practice.withdraw],
  ["POST", "/ova/akut", "anyone", practice.acute],
  ["POST", "/ova/layout", "anyone", practice.chooseLayout],
  ["POST", "/ova/spara", "anyone", practice.save],

  ["GET", "/skriv-ut", "signed-in", sheets.sheetList],
  ["GET", "/skriv-ut/patientinformation", "signed-in", sheets.informationSheet],
  ["GET", "/skriv-ut/samtycke", "signed-in", sheets.consentSheet],
  ["GET", "/skriv-ut/fragor", "signed-in", sheets.questionSheet],
  ["GET", "/skriv-ut/samtalsguide", "signed-in", sheets.guideSheet],

  ["GET", "/lista", coordinator, workList],
  ["GET", "/lista/sok", coordinator, searchPage],
  ["POST", "/lista/sok", coordinator, search],
  ["GET", "/tavla", boardReaders, board.boardPage],
  ["POST", "/tavla/lapp", coordinator, board.leaveNote],
  ["POST", "/tavla/lapp/:id/last", coordinator, board.noteRead],
  ["POST", "/tavla/slapp", coordinator, board.releaseColleagues],
  ["GET", "/tider", coordinator, times.timesPage],
  ["POST", "/tider/boka", coordinator, times.bookFromCalendar],
  ["GET", "/uppfoljningar/:id", coordinator, cases.casePage],
  ["GET", "/uppfoljningar/:id/nasta", coordinator, nextCase],
  ["POST", "/uppfoljningar/:id/visa-nummer", coordinator, cases.showNumber],
  ["POST", "/uppfoljningar/:id/borja", coordinator, cases.startInterview],
  ["POST", "/uppfoljningar/:id/utfall", coordinator, cases.saveOutcome],
  ["POST", "/uppfoljningar/:id/angra", coordinator, cases.undoOutcome],
  ["POST", "/uppfoljningar/:id/nummer", coordinator, cases.changeNumbers],
  ["POST", "/uppfoljningar/:id/slapp", coordinator, cases.letGo],
  ["POST", "/uppfoljningar/:id/ta-med", coordinator, cases.putOnList],
  ["POST", "/uppfoljningar/:id/ring-upp", coordinator, cases.ringUp],
  ["POST", "/uppfoljningar/:id/ta-over", coordinator, cases.takeOver],
  ["POST", "/uppfoljningar/:id/lat-roboten-ringa", coordinator, cases.letRobotRing],
  ["POST", "/uppfoljningar/:id/sager-nej", coordinator, cases.withdrawConsent],
  ["POST", "/uppfoljningar/:id/webblank", coordinator, cases.webLink],

  ["GET", "/svara", "anyone", answer.codePage],
  ["POST", "/svara", "anyone", answer.codeTyped],
  ["GET", "/svara/klart", "anyone", answer.donePage],
  ["GET", "/svara/:token", "anyone", answer.linkPage],
  // As some write an address, and some programs mend it.
  ["GET", "/svara/", "anyone", answer.codePage],
  ["GET", "/svara/:token/", "anyone", answer.linkPage],
  ["POST", "/svara/:token/fodelsedag", "anyone", answer.birthdayTyped],
  ["POST", "/svara/:token/borja", "anyone", answer.beginPressed],
  ["POST", "/svara/:token/sida", "anyone", answerPages.pageTurned],
  ["POST", "/svara/:token/skicka", "anyone", answerPages.sendPressed],
  ["POST", "/svara/:token/nej", "anyone", answer.noPressed],
  ["POST", "/svara/:token/ring", "anyone", answer.callPressed],

  ["POST", "/uppfoljningar/:id/tid", coordinator, agree.bookTime],
  ["POST", "/uppfoljningar/:id/avboka", coordinator, agree.cancelTime],
  ["POST", "/uppfoljningar/:id/passar", coordinator, agree.saveAvailability],
  ["POST", "/uppfoljningar/:id/sprak", coordinator, agree.saveLanguage],
  ["POST", "/uppfoljningar/:id/hoppa-over", coordinator, agree.skip],
  ["POST", "/uppfoljningar/:id/ta-tillbaka", coordinator, agree.unskip],
  ["POST", "/uppfoljningar/:id/narstaende", coordinator, agree.nameRelative],

  ["GET", "/uppfoljningar/:id/intervju", coordinator, interview.interviewPage],
  ["POST", "/uppfoljningar/:id/svar", coordinator, interview.answer],
  ["POST", "/uppfoljningar/:id/tillbaka", coordinator, interview.goBack],
  ["POST", "/uppfoljningar/:id/vidare", coordinator, interview.toClosing],
  ["POST", "/uppfoljningar/:id/paus", coordinator, interview.pause],
  ["POST", "/uppfoljningar/:id/vill-inte", coordinator, interview.stop],
  ["POST", "/uppfoljningar/:id/aterkallar", coordinator, interview.withdraw],
  ["POST", "/uppfoljningar/:id/akut", coordinator, interview.acute],
  ["GET", "/uppfoljningar/:id/akut", coordinator, interview.acutePage],
  ["POST", "/uppfoljningar/:id/layout", coordinator, interview.chooseLayout],
  ["POST", "/uppfoljningar/:id/las-pa", coordinator, chooseLanguage],
  ["GET", "/uppfoljningar/:id/sammanfattning", coordinator, interview.summaryPage],
  ["POST", "/uppfoljningar/:id/spara", coordinator, interview.saveAndLock],
  ["GET", "/uppfoljningar/:id/sparad", coordinator, interview.savedPage],

  ["GET", "/atgarder", coordinator, tasks.taskList],
  ["GET", "/atgarder/:id", coordinator, tasks.taskPage],
  ["POST", "/atgarder/:id/kvittera", coordinator, tasks.acknowledge],
  ["POST", "/atgarder/:id/visa-nummer", coordinator, tasks.showNumber],
  ["POST", "/atgarder/:id/klar", coordinator, tasks.finish],
  ["POST", "/atgarder/:id/flytta", coordinator, tasks.move],
  ["POST", "/atgarder/:id/oppna", coordinator, tasks.reopen],
  ["POST", "/uppfoljningar/:id/atgard", coordinator, cases.raiseNewTask],
  ["GET", "/larm", "signed-in", alarmsPage],
  ["GET", "/siffror/atgarder", lead, taskFiguresPage],

  ["GET", "/intag", intakers, intake.intakePage],
  ["GET", "/intag/exempel.csv", intakers, intake.exampleFile],
  ["POST", "/intag", intakers, intake.receiveFile],
  ["GET", "/intag/:id", intakers, intake.uploadPage],
  ["POST", "/intag/:id/kolumner", intakers, intake.chooseColumns],
  ["POST", "/intag/:id/ta-in", intakers, intake.admit],
  ["POST", "/intag/:id/kasta", intakers, intake.drop],
  ["GET", "/intag/:id/lage", intakers, intake.progress],
  ["GET", "/intag/:id/avvisade.csv", intakers, intake.refusedFile],

  ["GET", "/matningar", "signed-in", measurementList],
  ["GET", "/matningar/ny", lead, measurements.newMeasurement],
  ["POST", "/matningar", lead, measurements.saveDraft],
  ["GET", "/matningar/lopande", "signed-in", continuousPage],
  ["POST", "/matningar/lopande", leadOrAdmin, divide],
  ["GET", "/matningar/:id", "signed-in", reports.reportPage],
  ["GET", "/matningar/:id/andra", lead, measurements.draftPage],
  ["POST", "/matningar/:id/andra", lead, measurements.saveDraft],
  ["GET", "/matningar/:id/hantera", lead, measurementLife.managePage],
  ["POST", "/matningar/:id/starta", lead, measurementLife.startPressed],
  ["POST", "/matningar/:id/avsluta", lead, measurementLife.closePressed],
  ["POST", "/matningar/:id/publicera", lead, measurementLife.publishPressed],
  ["POST", "/matningar/:id/anteckning", lead, measurementLife.notePressed],
  ["POST", "/matningar/:id/kasta", lead, measurementLife.dropPressed],
  ["GET", "/matningar/:id/rapport/:nummer", "signed-in", publications.publishedPage],
  ["GET", "/matningar/:id/rapport/:nummer/resultat.csv", "signed-in", publications.publishedFile],
  ["GET", "/matningar/:id/rapport/:nummer/resultat.xlsx", "signed-in", publications.publishedWorkbook],
  ["GET", "/matningar/:id/rapport/:nummer/kodbok.csv", "signed-in", publications.publishedCodeBook],
  ["GET", "/matningar/:id/resultat.csv", "signed-in", exports.resultFile],
  ["GET", "/matningar/:id/resultat.xlsx", "signed-in", exports.workbook],
  ["GET", "/matningar/:id/kodbok.csv", "signed-in", exports.codeBookFile],
  ["GET", "/jamfor", "signed-in", comparePage],
  ["GET", "/jamfor/jamforelse.csv", "signed-in", compareFiles.comparisonFile],
  ["GET", "/jamfor/jamforelse.xlsx", "signed-in", compareFiles.comparisonWorkbook],
  ["GET", "/jamfor/kodbok.csv", "signed-in", compareFiles.comparisonCodeBookFile],
  ["GET", "/enkater", "signed-in", surveyList],
  ["GET", "/enkater/:namn", "signed-in", surveyPage],
  ["GET", "/enkater/:namn/webb", "signed-in", surveyWebPage],
  ["GET", "/api", "anyone", exports.apiDescription],
  ["GET", "/api/matningar", "signed-in", exports.apiMeasurements],
  ["GET", "/api/matningar/:id", "signed-in", exports.apiReport],
  ["GET", "/api/matningar/:id/rapporter", "signed-in", publications.apiPublications],
  ["GET", "/api/matningar/:id/rapporter/:nummer", "signed-in", publications.apiPublication],
  ["GET", "/api/jamfor", "signed-in", compareFiles.apiComparison],
  ["GET", "/api/samverkan", "signed-in", cooperationFiles.apiCooperations],
  ["GET", "/api/samverkan/:id", "signed-in", cooperationFiles.apiCooperation],
  ["GET", "/api/samverkan/:id/rapporter", "signed-in", cooperationPublish.apiCooperationPublications],
  ["GET", "/api/samverkan/:id/rapporter/:nummer", "signed-in", cooperationPublish.apiCooperationPublication],
  ["GET", "/matningar/:id/faltarbete", lead, fieldworkPage],
  ["GET", "/foljsamhet", lead, compliancePage],

  ["GET", "/samverkan", "signed-in", cooperationList],
  ["GET", "/samverkan/ny", lead, cooperationNew.newCooperation],
  ["POST", "/samverkan", lead, cooperationNew.startCooperation],
  ["GET", "/samverkan/svara/:token", "anyone", answerPage],
  ["GET", "/samverkan/svara/:token/", "anyone", answerPage],
  ["POST", "/samverkan/svara/:token", "anyone", sendAnswer],
  ["GET", "/samverkan/:id", "signed-in", cooperationPage],
  ["GET", "/samverkan/:id/resultat.csv", "signed-in", cooperationFiles.cooperationFile],
  ["GET", "/samverkan/:id/resultat.xlsx", "signed-in", cooperationFiles.cooperationWorkbook],
  ["GET", "/samverkan/:id/kodbok.csv", "signed-in", cooperationFiles.cooperationCodeBookFile],
  ["GET", "/samverkan/:id/hantera", lead, cooperation.managePage],
  ["POST", "/samverkan/:id/lankar", lead, cooperation.makeLinks],
  ["POST", "/samverkan/:id/enheter", lead, cooperation.addUnits],
  ["POST", "/samverkan/:id/avsluta", lead, cooperation.closePressed],
  ["POST", "/samverkan/:id/kasta", lead, cooperation.dropPressed],
  ["POST", "/samverkan/:id/publicera", lead, cooperationPublish.publishPressed],
  ["POST", "/samverkan/:id/forslag", lead, cooperationPublish.removeSuggestionPressed],
  ["GET", "/samverkan/:id/rapport/:nummer", "signed-in", cooperationPublish.publishedCooperation],
  ["GET", "/samverkan/:id/rapport/:nummer/resultat.csv", "signed-in", cooperationPublish.publishedCooperationFile],
  ["GET", "/samverkan/:id/rapport/:nummer/resultat.xlsx", "signed-in", cooperationPublish.publishedCooperationWorkbook],
  ["GET", "/samverkan/:id/rapport/:nummer/kodbok.csv", "signed-in", cooperationPublish.publishedCooperationCodeBook],

  ["GET", "/enheter", admin, units.unitsPage],
  ["POST", "/enheter", admin, units.saveUnit],
  ["GET", "/roboten", admin, robot.robotPage],
  ["POST", "/roboten", admin, robot.changeRobot],
  ["GET", "/regler", admin, rules.rulesPage],
  ["POST", "/regler", admin, rules.saveRules],
  ["GET", "/sma-grupper", leadOrAdmin, thresholds.thresholdsPage],
  ["POST", "/sma-grupper", leadOrAdmin, thresholds.saveThresholds],

  ["GET", "/konton", admin, accounts.accountsPage],
  ["POST", "/konton", admin, accounts.add],
  ["POST", "/konton/:id/stang", admin, accounts.close],
  ["POST", "/konton/:id/oppna", admin, accounts.open],
  ["POST", "/konton/:id/losenord", admin, accounts.renew],
  ["POST", "/konton/:id/enheter", admin, accounts.move],
  ["POST", "/konton/:id/telefon", admin, accounts.ownPhone],
  ["POST", "/konton/:id/skyddade", admin, namePersons],
];

const demoRoutes: readonly Route[] = [
  ["POST", "/demo/spola", "anyone", demo.leapForward],
  ["POST", "/demo/nattarbete", "anyone", demo.doTheNightsWork],
  ["POST", "/demo/nollstall", "anyone", demo.resetEverything],
  ["GET", "/prova-telefonen", "anyone", phone.patientsPage],
  ["POST", "/prova-telefonen", "anyone", phone.ring],
  ["POST", "/prova-telefonen/roboten", "anyone", phone.switchRobot],
  ["GET", "/prova-telefonen/:callId", "anyone", phone.callPage],
  ["GET", "/prova-telefonen/:callId/lage", "anyone", phone.callNow],
  ["POST", "/prova-telefonen/:callId/tryck", "anyone", phone.press],
];

/** What a carrier asks. It has neither session nor form, and proves itself by its signature. */
const voiceRoutes: readonly (readonly [path: string, handler: Handler])[] = [
  // Says the same whatever is asked for, and reads nothing but the carrier's signature.
  ["/rost/fel", fallback],
  // Before those with a call's name in them.
  ["/rost/in", inbound],
  ["/rost/in/status", status],
  ["/rost/koppla/:callId/status", status],
  ["/rost/koppla/:callId/klar/:token", bridgeDone],
  ["/rost/koppla/:callId/:turn/:token", bridgeTurn],
  ["/rost/:callId/status", status],
  ["/rost/:callId/:turn/:token", turn],
];

/**
 * The whole web as one application. `worldOf` gives the world that a request belongs to, `addressOf` the address it came
 * from, which only the platform can know.
 */
export function makeApp(
  worldOf: (c: Request) => World | Promise<World>,
  addressOf: (c: Request) => string | null = () => null,
): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>();
  app.onError(writeFailure);
  app.notFound((c) => writeFailure(nothingThere(c), c));
  app.use(strictHeaders, neverStored, async (c, next) => {
    c.set("session", null);
    c.set("address", addressOf(c));
    c.set("world", await worldOf(c));
    await next();
  });
  // Before sessions and forms. The demo's clock is read from the database, which the fallback must not need.
  for (const [path, handler] of voiceRoutes) {
    if (handler !== fallback) app.use(path, demo.withDemoClock);
    app.post(path, demoStaysHome, formLimit, handler);
  }
  app.use(demoStaysHome, demo.withDemoClock, ownFormsOnly, withSession, linesPutDown);
  for (const route of routes) add(app, route);
  for (const route of demoRoutes) add(app, route, (world) => world.config.mode === "demo");
  return app;
}

/** Why no route took a request: the address does not exist, or it does and takes other methods (RFC 9110 15.5.6). */
function nothingThere(c: Request): Problem {
  const demoToo = c.get("world")?.config.mode === "demo";
  const here = (demoToo ? withDemo : ordinary).filter(({ pattern }) => pattern.test(c.req.path));
  if (here.length === 0) return new Problem("not-found");
  const methods = new Set(here.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])));
  const allow = [...methods].join(", ");
  c.header("allow", allow);
  return new Problem("method-not-allowed", { allow });
}

/** Addresses and their methods, to be told from what does not exist. */
const ordinary = routes.map(addressOfRoute);
const withDemo = [...ordinary, ...demoRoutes.map(addressOfRoute)];

function addressOfRoute([method, path]: Route) {
  const pattern = path.replace(/[.]/g, "\\.").replace(/:\w+/g, "[^/]+");
  return { method, pattern: new RegExp(`^${pattern}$`) };
}

function add(
  app: Hono<RequestEnv>,
  [method, path, who, handler]: Route,
  exists: (world: World) => boolean = () => true,
) {
  const guarded = (c: Request) => {
    if (!exists(c.get("world"))) throw new Problem("not-found");
    checkRole(c, who);
    return handler(c);
  };
  // A file has a limit of its own, set by the operator.
  if (method === "POST" && path !== "/intag") app.on(method, path, formLimit, guarded);
  else app.on(method, path, guarded);
}

function checkRole(c: Request, who: Who): void {
  if (who === "anyone") return;
  const session = c.get("session");
  if (!session) throw new Problem("sign-in-needed");
  if (who !== "signed-in" && !who.includes(session.account.role)) throw new Problem("not-allowed");
}
