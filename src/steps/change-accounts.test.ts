import { afterEach, expect, test } from "vitest";
import { type Clinic, dump, makeClinic } from "../../test/in-process.ts";
import { addAccount, closeAccount, moveAccount, openAccount, renewPassword } from "./change-accounts.ts";
import { checkSignIn } from "./sign-in.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());
const wanted = { username: "Eva", name: "Eva Ny", role: "coordinator", unitIds: ["geriatrik2"] } as const;

test("a new account can sign in with the password that was handed over, which is kept as a hash alone", async () => {
  clinic = await makeClinic();
  const added = await addAccount(clinic.world, "region", wanted);
  if ("refused" in added) throw new Error(added.refused);
  expect(added.password).toMatch(/^\w{4}(-\w{4}){3}$/);
  expect(await checkSignIn(clinic.world, { username: "eva", password: added.password })).toEqual({
    accountId: added.id,
  });
  expect(JSON.stringify(await dump(clinic.world, ["accounts"]))).not.toContain(added.password);
});

test("a name that two administrators give at once goes to one of them, and the other is told so", async () => {
  clinic = await makeClinic();
  const both = await Promise.all([
    addAccount(clinic.world, "region", wanted),
    addAccount(clinic.world, "region", wanted),
  ]);
  expect(both.filter((one) => "id" in one)).toHaveLength(1);
  expect(both).toContainEqual({ refused: "username-taken", details: { username: "eva" } });
});

test("what cannot be an account is refused with the reason", async () => {
  clinic = await makeClinic();
  const refused = async (change: Partial<Parameters<typeof addAccount>[2]>, provider = "region") => {
    const outcome = await addAccount(clinic.world, provider, { ...wanted, ...change });
    return "refused" in outcome ? outcome.refused : "added";
  };
  expect(await refused({ username: "a" })).toBe("username-shape");
  expect(await refused({ username: "<b>eva" })).toBe("username-shape");
  expect(await refused({ name: " " })).toBe("account-name-missing");
  expect(await refused({ name: "x".repeat(101) })).toBe("account-name-missing");
  expect(await refused({ unitIds: [] })).toBe("coordinator-without-unit");
  expect(await refused({ unitIds: ["nowhere"] })).toBe("unit-unknown");
  expect(await refused({}, "another-provider")).toBe("unit-unknown");
  expect(await refused({ password: "kort" })).toBe("password-short");
  expect(await refused({ username: "anna" })).toBe("username-taken");
});

test("another provider's account can be neither closed, opened, moved nor given a password", async () => {
  clinic = await makeClinic();
  const before = await dump(clinic.world, ["accounts", "account_units"]);
  const by = { id: "account-x", providerId: "another-provider" };
  const all = [
    await closeAccount(clinic.world, by, "account-anna"),
    await openAccount(clinic.world, by.providerId, "account-anna"),
    await renewPassword(clinic.world, by.providerId, "account-anna"),
    await moveAccount(clinic.world, by.providerId, "account-anna", []),
  ];
  for (const one of all) expect(one).toEqual({ refused: "account-unknown" });
  expect(await dump(clinic.world, ["accounts", "account_units"])).toEqual(before);
});

test("nobody closes their own account, and a coordinator always has a unit of the provider", async () => {
  clinic = await makeClinic();
  const adam = { id: "account-adam", providerId: "region" };
  expect(await closeAccount(clinic.world, adam, adam.id)).toEqual({ refused: "account-own" });
  expect(await moveAccount(clinic.world, "region", "account-anna", [])).toEqual({
    refused: "coordinator-without-unit",
  });
  expect(await moveAccount(clinic.world, "region", "account-anna", ["nowhere"])).toEqual({ refused: "unit-unknown" });
});
