/** Samverkan on better-sqlite3: see cooperation-contract.ts. */
import { cooperationContract } from "./cooperation-contract.ts";
import { openInMemory } from "./world.ts";

cooperationContract("better-sqlite3", async () => openInMemory());
