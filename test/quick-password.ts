/**
 * The demo's own password under scrypt's smallest parameters, which stand in the hash. The tests sign in many dozens of
 * times, and the cost that is on purpose is half a second of a core each. Full ones are signed in with in
 * sign-in.test.ts, change-accounts.test.ts and the journeys start-and-stop and lead-and-admin.
 */
export const quickPasswordHash = `scrypt$2$1$1$${"00".repeat(16)}$372ac9c36d06d6457382019771bc8149b45311f2cb9494336e9c995f27dff521`;
