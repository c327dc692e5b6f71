/** The secret in a browser's cookie, and the hash of it that the database keeps. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** 256 random bits in hex. */
export const newSessionToken = (): string => bytesToHex(randomBytes(32));

export const hashOfSessionToken = (token: string): string => bytesToHex(sha256(utf8ToBytes(token)));
