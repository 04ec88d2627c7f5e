import { Command } from "commander";
import { AppError } from "@/lib/errors";
import { version } from "@/package.json";
import { analyze } from "./analyze";
import { audit } from "./audit";
import { check } from "./check";
import { classify } from "./classify";
import { digest } from "./digest";
import { erase } from "./erase";
import { keys } from "./keys";
import { labels } from "./labels";
import { migrate } from "./migrate";
import { newProvider } from "./new-provider";
import { noiseBench } from "./noise-bench";
import { openapi } from "./openapi";
import { org } from "./org";
import { parse } from "./parse";
import { report } from "./report";
import { serve } from "./serve";
import { signInLink } from "./sign-in-link";
import { tombstones } from "./tombstones";
import { whatIf } from "./what-if";

const program = new Command("squelch").description("Sorts the pages that needed a person from noise.").version(version);
for (const command of [
  serve,
  analyze,
  parse,
  classify,
  whatIf,
  check,
  migrate,
  keys,
  audit,
  labels,
  org,
  report,
  erase,
  tombstones,
  digest,
  signInLink,
  newProvider,
  openapi,
  noiseBench,
])
  program.addCommand(command);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  // Something may still hold the process open, such as a connection that is being given up.
  process.exit(1);
}
