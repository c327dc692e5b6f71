/** Whoever calls for a whole county: an account with more units than D1 takes bound values in a statement (100). */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { expect, test } from "vitest";
import { insertUnit, setAccountUnits } from "../src/db/accounts.ts";
import { listOptedIn } from "../src/db/opted-in.ts";
import { openD1 } from "../src/platform/d1.ts";
import { openClinic } from "./clinic.ts";
import { worldOver } from "./home-world.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

test("a coordinator of a hundred and fifty units sees the list, the times, the board and whom the robot may ring", async () => {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const clinic = await openClinic(worldOver(openD1(bindings.DB)));
  const { world } = clinic;
  const ids = Array.from({ length: 150 }, (_, at) => `vc${at}`);
  const unit = { providerId: "region", kind: "primary-care", careType: "somatic", county: "18" } as const;
  await world.atomically(ids.map((id) => insertUnit(world.db, { ...unit, id, name: `Vårdcentral ${id}` })));
  await world.atomically(setAccountUnits(world.db, "account-anna", [...ids, "geriatrik2"]));
  // Once more: whoever keeps them all loses none.
  await world.atomically(setAccountUnits(world.db, "account-anna", [...ids, "geriatrik2"]));
  // As many as are still bound one by one.
  await world.atomically(setAccountUnits(world.db, "account-bo", [...ids.slice(0, 19), "geriatrik2"]));
  const [id] = await clinic.admit({ name: "Åsa Ök", robotConsent: "ja" });
  const [anna, bo] = [await clinic.signedIn("anna"), await clinic.signedIn("bo")];
  for (const path of ["/lista", "/lista?visa=vantar", "/lista?visa=klara", "/lista/sok", "/tavla", "/tider", "/larm"])
    for (const one of [anna, bo]) expect([path, (await one.get(path)).status]).toEqual([path, 200]);
  expect((await anna.get("/lista")).text).toContain("Åsa Ök");
  for (const path of [`/tider?uppfoljning=${id}`, `/uppfoljningar/${id}`, "/atgarder"])
    expect([path, (await anna.get(path)).status]).toEqual([path, 200]);
  expect((await anna.get(`/uppfoljningar/${id}/nasta`)).status).toBeLessThan(400);
  expect(await listOptedIn(world.db, [...ids, "geriatrik2"], 10)).toHaveLength(1);
  const found = await anna.post("/lista/sok", { sok: `${id}`.slice(0, 6) });
  expect([found.status, found.text.includes("Åsa Ök")]).toEqual([200, true]);
});
