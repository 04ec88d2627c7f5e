import { isMainThread } from "node:worker_threads";

/** Loaded into every process below `squelch serve`: when that is killed, no process stays behind. */
const GRACE_MS = 5_000;

if (isMainThread) {
  const parent = process.ppid;
  let leaving = false;

  const leave = () => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), GRACE_MS);
    process.kill(process.pid, "SIGTERM");
  };

  if (process.channel) process.on("disconnect", leave);
  // Also for grandchildren, which have no channel to us. On Windows the number never changes.
  setInterval(() => process.ppid !== parent && leave(), 1_000).unref();
}
