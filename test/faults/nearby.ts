/**
 * Loaded before the program (node --import) in a fault test: its clock stands at another day, and its carrier's address
 * leads to the test instead of out on the network. The program itself is untouched.
 */
const { NEARBY_CARRIER = "", NEARBY_CLOCK = "0" } = process.env;
const { now } = Date;
const ahead = Number(NEARBY_CLOCK) - now();
Date.now = () => now() + ahead;

const network = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = String(input);
  if (!url.startsWith("https://api.twilio.com/")) throw new Error("no test may reach the network");
  return network(url.replace("https://api.twilio.com", NEARBY_CARRIER), init);
};
