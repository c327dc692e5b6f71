/** What was typed when the session had run out, and who gets to see it again; in process. */
import { afterEach, expect, test } from "vitest";
import { type Client, type Clinic, makeClinic } from "../../test/in-process.ts";
import { demoPassword } from "../demo/people.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const note = "Hör bäst på förmiddagen <b>.";
const unescaped = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const keptIn = (page: string) => unescaped(page.match(/name="kvar" value="([^"]*)"/)?.[1] ?? "");

async function typedTooLate() {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  const base = `/uppfoljningar/${id}`;
  await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
  clinic.world.clock.advance(61 * 60_000);
  const late = await anna.post(`${base}/utfall`, { utfall: "no-answer", anteckning: note, version: "1" });
  return { anna, base, late };
}

const signIn = (client: Client, anvandarnamn: string, kvar: string) =>
  client.post("/logga-in", { anvandarnamn, losenord: demoPassword, kvar });

test("a note survives the sign-in, a wrong password too, and is saved when it is sent again", async () => {
  const { anna, base, late } = await typedTooLate();
  expect(late.status).toBe(401);
  const wrong = await anna.post("/logga-in", { anvandarnamn: "anna", losenord: "fel", kvar: keptIn(late.text) });
  expect(keptIn(wrong.text)).toBe(keptIn(late.text));
  const again = await signIn(anna, "anna", keptIn(wrong.text));
  expect(again.text).toContain(`action="${base}/utfall"`);
  expect(unescaped(again.text)).toContain(note);
  expect(again.text).not.toContain("<b>");
  await anna.post(`${base}/utfall`, { utfall: "no-answer", anteckning: note, version: "1" });
  expect(unescaped((await anna.get(base)).text)).toContain(note);
});

test("somebody else who signs in there sees nothing of it", async () => {
  const { anna, late } = await typedTooLate();
  const bo = await signIn(anna, "bo", keptIn(late.text));
  expect(bo.status).toBe(303);
  expect(bo.text).not.toContain("förmiddagen");
});

test("what no page of ours has made is not brought back", async () => {
  clinic = await makeClinic();
  const made = (action: string, fields: unknown) => JSON.stringify({ action, from: null, fields });
  for (const kvar of [
    made("https://evil.example/uppfoljningar/a/utfall", [["a", "b"]]),
    made("//evil.example/utfall", [["a", "b"]]),
    made("/konton/account-anna/stang", [["a", "b"]]),
    made("/uppfoljningar/a/utfall", [["a", 1]]),
    made("/uppfoljningar/a/utfall", "x"),
    "inte json",
  ]) {
    const answer = await signIn(clinic.visitor(), "anna", kvar);
    expect([kvar, answer.status]).toEqual([kvar, 303]);
  }
});
