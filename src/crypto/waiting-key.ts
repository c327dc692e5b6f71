/**
 * The key under which a browser hides the answers that wait for a connection (templates/interview.js). It is made of the
 * secret in the cookie and the installation's own, and is kept nowhere: not in the database, not on the coordinator's
 * computer. So it dies with the session: what lies on that computer afterwards nobody can read, whoever signs in.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** 256 bits in hex for AES-GCM (HMAC-SHA256, RFC 2104), the same for a session as long as it lives. */
export const waitingKey = (secret: string, sessionToken: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`waiting answers\n${sessionToken}`)));
