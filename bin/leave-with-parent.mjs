import { isMainThread } from "node:worker_threads";

/** Loaded into every process below `squelch serve`: when that is killed, no process stays behind. */
const GRACE_MS = 5_000;

if (isMainThread) {
  const parent = process.ppid;
  // Whoever started us has put its number there; it may have died before we came to read our parent's.
  const starter = Number(process.env.LEAVE_WITH_PARENT);
  process.env.LEAVE_WITH_PARENT = String(process.pid);
  let leaving = false;

  const leave = () => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), GRACE_MS);
    process.kill(process.pid, "SIGTERM");
  };

  const look = () => {
    // On Windows the parent's number never changes.
    if (process.ppid !== parent || (starter && !isAlive(starter))) leave();
  };

  if (process.channel) process.on("disconnect", leave);
  setInterval(look, 1_000).unref();
  look();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
