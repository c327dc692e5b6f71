/** Links that are answered without signing in: the hashes of their secrets, and of the pages that have been sent. */
import { keyedHash } from "./keyed-hash.ts";

/** What is kept of a link's secret: 128 bits under the installation's key. */
export const hashOfLinkToken = (secret: string) => keyedHash(secret, "cooperation-link");

/** What is kept of the number of a page that was sent. */
export const hashOfFormPage = (secret: string) => keyedHash(secret, "cooperation-page");
