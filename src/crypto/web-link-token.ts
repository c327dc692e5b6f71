/** Links by which patients answer on the web: the hashes of their secrets, codes and browsers, and of guessing addresses. */
import { keyedHash } from "./keyed-hash.ts";

/** What is kept of a link's secret: 160 bits under the installation's key. */
export const hashOfWebLink = (secret: string) => keyedHash(secret, "web-link");

/** What is kept of the code that is read out: 60 bits under the installation's key. */
export const hashOfWebCode = (secret: string) => keyedHash(secret, "web-code");

/** What is kept of the cookie of a browser that has given the right date. */
export const hashOfWebBrowser = (secret: string) => keyedHash(secret, "web-browser");

/** Under which wrong links of an address are counted. */
export const hashOfWebGuesser = (secret: string) => keyedHash(secret, "web-guesser");
