/** A patient's link in shared hands: two patients by one device, a link as it was pasted, and a wish that comes late. */
import { afterEach, describe, expect, test } from "vitest";
import { type Client, type Clinic, coreSteps, dump, makeClinic } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { closePassedWindows } from "../steps/close-passed-windows.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const sheet = (codes: string) => Object.fromEntries([...codes].map((code, at) => [`fraga-${coreSteps[at]}`, code]));
const part = (codes: string) => ({ ...sheet(codes), sida: "1", gor: "spara" });

async function linkTo(anna: Client, id: string) {
  const { text } = await anna.post(`/uppfoljningar/${id}/webblank`, { gor: "gor" });
  const code = /[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/.exec(text)?.[0] ?? "";
  return { address: /\/svara\/[0-9a-z]{32}/.exec(text)?.[0] ?? "", code };
}
async function open(visitor: Client, address: string) {
  await visitor.post(`${address}/fodelsedag`, { dag: "3", manad: "2" });
  await visitor.post(`${address}/borja`, { svarar: "patient" });
}

describe("two who live together and answer by the same browser", () => {
  async function couple() {
    clinic = await makeClinic();
    const [hers = "", his = ""] = await clinic.admit({}, { dischargeRef: "B", patientRef: "B", name: "Bo Ök" });
    const anna = await clinic.signedIn("anna");
    const [{ address: first }, { address: second }] = [await linkTo(anna, hers), await linkTo(anna, his)];
    return { first, second, visitor: clinic.visitor() };
  }

  test("go on each where they were, and neither's answers are lost", async () => {
    const { first, second, visitor } = await couple();
    await open(visitor, first);
    await visitor.post(`${first}/sida`, part("34"));
    await open(visitor, second);
    expect((await visitor.get(first)).text).toMatch(/name="fraga-delaktighet" value="3" checked/);
    expect((await visitor.get(second)).text).not.toContain("checked");
    for (const address of [first, second])
      expect((await visitor.post(`${address}/skicka`, sheet("121212"))).location).toBe("/svara/klart?slag=tack");
    expect((await dump(clinic.world, ["pending"])).pending).toHaveLength(2);
  });

  test("see nothing of one another's: the one date does not open the other's page", async () => {
    const { first, second, visitor } = await couple();
    await open(visitor, first);
    await visitor.post(`${first}/sida`, part("34"));
    expect((await visitor.get(second)).text).toContain("När är du född?");
    expect((await visitor.post(`${second}/skicka`, sheet("111111"))).location).toBe(second);
  });
});

test("a link works as it was pasted into a message, and a code as it is read", async () => {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit({});
  const { address, code } = await linkTo(await clinic.signedIn("anna"), id);
  const visitor = clinic.visitor();
  for (const pasted of [
    `${address}.`,
    `${address}/`,
    "/svara/",
    `${address}%20`,
    address.toUpperCase().replace("/SVARA", "/svara"),
    `/svara/${code}`,
  ])
    expect((await visitor.get(pasted)).status, pasted).toBe(200);
  for (const wrong of [address.slice(0, -1), `${address}0`, `/svara/${code.slice(1)}`])
    expect((await visitor.get(wrong)).status, wrong).toBe(404);
});

describe("who is writing when the window ends", () => {
  async function begunAt(time: string) {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit({});
    const { address } = await linkTo(await clinic.signedIn("anna"), id);
    clinic.world.clock.set(instantOf("2026-11-27", time));
    const visitor = clinic.visitor();
    await open(visitor, address);
    return { address, visitor };
  }
  const goOnTo = async (time: string) => {
    clinic.world.clock.set(instantOf("2026-11-27", time));
    await closePassedWindows(clinic.world);
  };

  test("is let to finish, as in a talk that runs over, and is counted", async () => {
    const { address, visitor } = await begunAt("18:52");
    await visitor.post(`${address}/sida`, part("12"));
    await goOnTo("19:04");
    expect((await visitor.get(address)).text).toMatch(/name="fraga-onskemal" value="2" checked/);
    expect((await visitor.post(`${address}/sida`, part("121"))).status).toBe(204);
    expect((await visitor.post(`${address}/borja`, { svarar: "supported" })).status, "nor is who answers fixed").toBe(
      303,
    );
    expect((await visitor.post(`${address}/skicka`, sheet("121212"))).location).toBe("/svara/klart?slag=tack");
    const [row] = (await dump(clinic.world, ["pending"])).pending ?? [];
    expect(JSON.parse(row ?? "{}")).toMatchObject({ mode: "web", inside_window: 1 });
  });

  test("has a quarter of an hour for it, however often it is kept, and nobody begins then", async () => {
    const { address, visitor } = await begunAt("18:59");
    for (const time of ["19:02", "19:07", "19:12"]) {
      await goOnTo(time);
      expect((await visitor.post(`${address}/sida`, part("12"))).status).toBe(204);
    }
    const another = clinic.visitor();
    expect((await another.get(address)).status).toBe(404);
    expect((await another.post(`${address}/fodelsedag`, { dag: "3", manad: "2" })).status).toBe(404);
    await goOnTo("19:15");
    expect((await visitor.post(`${address}/skicka`, sheet("121212"))).status).toBe(404);
    const { pending, cases = [] } = await dump(clinic.world, ["pending", "cases"]);
    expect(pending).toEqual([]);
    expect(cases.map((one) => JSON.parse(one))).toMatchObject([{ state: "closed" }]);
  });
});

test("a närstående who first said to be the patient can say so, and what was answered stays", async () => {
  clinic = await makeClinic();
  const [id = ""] = await clinic.admit({ proxyName: "Karin Al", proxyPhone: "031-3900611", proxyRelation: "dotter" });
  const { address } = await linkTo(await clinic.signedIn("anna"), id);
  const visitor = clinic.visitor();
  await open(visitor, address);
  await visitor.post(`${address}/sida`, part("13"));
  const way = /href="([^"]+)">Ändra vem som svarar/.exec((await visitor.get(address)).text)?.[1] ?? "";
  const asked = await visitor.get(way.replaceAll("&amp;", "&"));
  expect(asked.text).toContain("Vem svarar?");
  await visitor.post(`${address}/borja`, { svarar: "proxy" });
  const shown = (await visitor.get(address)).text;
  expect(shown).toContain("Känner sig din närstående trygg hemma nu?");
  expect(shown).toMatch(/name="fraga-onskemal" value="3" checked/);
  await visitor.post(`${address}/skicka`, sheet("131112"));
  expect((await dump(clinic.world, ["pending"])).pending?.join()).toContain('"respondent":"proxy"');
});

describe("who would rather be rung", () => {
  /** The window of somebody discharged on Friday 20 November is Monday to Friday the week after, nine to nineteen. */
  async function askedAt(time: string) {
    clinic = await makeClinic();
    const [id = ""] = await clinic.admit({});
    const { address } = await linkTo(await clinic.signedIn("anna"), id);
    clinic.world.clock.set(instantOf("2026-11-27", time));
    const visitor = clinic.visitor();
    await open(visitor, address);
    const asked = await visitor.post(`${address}/ring`);
    return { asked, tasks: (await dump(clinic.world, ["tasks"])).tasks ?? [] };
  }

  test("so late that the list may not be looked at again before the window ends is a task for somebody", async () => {
    const { asked, tasks } = await askedAt("18:40");
    expect(asked.location).toBe("/svara/klart?slag=ring");
    expect(tasks.map((row) => JSON.parse(row))).toMatchObject([{ kind: "call-back", agreed: 1 }]);
  });

  test("in time stands first on the list, and is no task as well", async () => {
    const { asked, tasks } = await askedAt("15:00");
    expect(asked.location).toBe("/svara/klart?slag=ring");
    expect(tasks).toEqual([]);
  });
});
