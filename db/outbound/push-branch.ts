import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { OpenConnection } from "@/db/queries/connections";
import { AppError } from "@/lib/errors";
import { authorization } from "./send-silence";

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

export type Push = {
  /** `squelch/…`, a new branch or one of ours. */
  branch: string;
  /** Below the root of the repository. */
  path: string;
  text: string;
  message: string;
  author: string;
};

type Remote = Pick<OpenConnection, "url" | "auth" | "userName" | "secret">;

/**
 * Commits one changed file on a branch and pushes it. Never to another branch, and never by force: a branch of that name
 * that differs is refused by the remote. Git is called without a shell, and the secret is in its environment only.
 */
export async function pushBranch(remote: Remote, push: Push, remotes: readonly string[]): Promise<{ commit: string }> {
  assertRemote(remote.url, remotes);
  assertPath(push.path);
  if (!/^squelch\/[a-z0-9-]{1,100}$/.test(push.branch)) throw new AppError("invalid", "The branch must be squelch/….");
  const folder = await mkdtemp(join(tmpdir(), "squelch-git-"));
  const git = (...args: string[]) => gitIn(folder, remote, args);
  try {
    await git("clone", "--quiet", "--depth", "1", "--no-tags", "--", remote.url, "work");
    const work = join(folder, "work");
    const inWork = (...args: string[]) => gitIn(work, remote, args);
    await inWork("checkout", "--quiet", "-b", push.branch);
    const file = join(work, push.path);
    await assertNoLinks(work, push.path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, push.text);
    await inWork("add", "--", push.path);
    if ((await inWork("status", "--porcelain")) === "")
      throw new AppError("conflict", `${push.path} says this already in the remote's main branch.`);
    await inWork("commit", "--quiet", "--no-verify", "--author", push.author, "-m", push.message);
    await inWork("push", "--quiet", "--", "origin", `HEAD:refs/heads/${push.branch}`);
    return { commit: (await inWork("rev-parse", "HEAD")).trim() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the remote lets us read. */
export async function checkRemote(remote: Remote, remotes: readonly string[]): Promise<void> {
  assertRemote(remote.url, remotes);
  await gitIn(tmpdir(), remote, ["ls-remote", "--quiet", "--heads", "--", remote.url]);
}

/** Git opens its own connections, and reads paths of this machine: only whoever runs Squelch may allow a remote. */
export function assertRemote(url: string, remotes: readonly string[]): void {
  if (!remotes.includes(url))
    throw new AppError("invalid", "This remote is not listed in SQUELCH_GIT_REMOTES, which whoever runs Squelch sets.");
}

function assertPath(path: string): void {
  const parts = path.split("/");
  if (
    path === "" ||
    parts.some((part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git")
  )
    throw new AppError("invalid", `${path} is no path of a file in a repository.`);
}

/** A link in the repository must not lead out of it. */
async function assertNoLinks(work: string, path: string): Promise<void> {
  const listed = await gitIn(work, NO_SECRET, ["ls-files", "--stage", "-z"]);
  const links = listed
    .split("\0")
    .flatMap((line) => (line.startsWith("120000") ? [line.slice(line.indexOf("\t") + 1)] : []));
  if (links.some((link) => path === link || path.startsWith(`${link}/`)))
    throw new AppError("invalid", `${path} leads through a link of the repository.`);
  const there = await stat(join(work, path)).catch(() => null);
  if (there?.isDirectory()) throw new AppError("invalid", `${path} is a folder of the repository.`);
}

const NO_SECRET: Remote = { url: "", auth: "none", userName: null, secret: null };

async function gitIn(cwd: string, remote: Remote, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run("git", [...args], {
      cwd,
      env: environmentOf(remote),
      timeout: TIMEOUT_MS,
      maxBuffer: 8_388_608,
    });
    return stdout;
  } catch (error) {
    throw new AppError("invalid", `git ${args[0]} failed: ${reasonOf(error, remote)}`);
  }
}

/** Nothing of ours but the path; settings of the machine stay, so that its ssh keys and certificates are used. */
function environmentOf(remote: Remote): NodeJS.ProcessEnv {
  const { PATH, HOME, SSH_AUTH_SOCK } = process.env;
  const header = authorization(
    remote.auth === "bearer" ? { ...remote, auth: "basic", userName: "x-access-token" } : remote,
  );
  const config: [string, string][] = [
    ["core.hooksPath", "/dev/null"],
    ["protocol.ext.allow", "never"],
    ["user.name", "Squelch"],
    ["user.email", "squelch@localhost"],
    ["http.followRedirects", "false"],
    ...(header.authorization === undefined
      ? []
      : ([["http.extraHeader", `Authorization: ${header.authorization}`]] as [string, string][])),
  ];
  return {
    PATH,
    HOME,
    ...(SSH_AUTH_SOCK === undefined ? {} : { SSH_AUTH_SOCK }),
    NODE_ENV: process.env.NODE_ENV,
    GIT_TERMINAL_PROMPT: "0",
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes",
    LC_ALL: "C",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  };
}

/** What git says, without anything that we sent it in secret. */
function reasonOf(error: unknown, { secret, url }: Remote): string {
  const { killed, stderr, message } = error as { killed?: boolean; stderr?: string; message?: string };
  if (killed) return `no end within ${TIMEOUT_MS / 1_000} s.`;
  const text = (stderr || message || "it says nothing").replace(/\s+/g, " ").trim().slice(-300);
  const hidden = [secret, url.includes("@") ? url : null].filter((one) => one !== null);
  return hidden.reduce((shown, one) => shown.replaceAll(one, "…"), text);
}
