/** Both sides of the wall in one value, for the drivers and the migrations only. */
export * from "./anonymous.ts";
export * from "./identified.ts";
