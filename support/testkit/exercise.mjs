// "npm run exercise 3" in a step's folder: nodemon calls this at the start and after each save.
import { spawnSync } from "node:child_process";

const exercise = Number(process.argv[2]);
const { status } = spawnSync(`mvn -q test -Dexercise=${exercise}`, { stdio: "inherit", shell: true });
process.exit(status ?? 1);
