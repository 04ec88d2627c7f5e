"use client";

import clsx from "clsx";
import Ellipsis from "lucide-react/icons/ellipsis";
import LogOut from "lucide-react/icons/log-out";
import Smartphone from "lucide-react/icons/smartphone";
import type { Route } from "next";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ComponentType } from "react";
import { hrefTo, sharedOf } from "@/components/format/href";
import { send } from "@/components/queries/fetch-json";
import { notify } from "@/components/ui/notify";
import { Popover } from "@/components/ui/popover";
import { Mark } from "./mark";
import { SCREENS } from "./screens";
import { useFilterUrl } from "./use-filter-url";
import { useKeys } from "./use-keys";

/** Moving between screens keeps the filters. */
function useScreens() {
  const { params } = useFilterUrl();
  const path = usePathname();
  // One screen may lie below another: the longest path is where one is.
  const at = (starts: readonly string[]) =>
    Math.max(0, ...starts.filter((one) => path === one || path.startsWith(`${one}/`)).map((one) => one.length));
  const deepest = Math.max(...SCREENS.map((screen) => at([screen.path, ...screen.also])));
  return SCREENS.map((screen) => ({
    ...screen,
    href: hrefTo(screen.path, sharedOf(params as Parameters<typeof sharedOf>[0])),
    here: deepest > 0 && at([screen.path, ...screen.also]) === deepest,
  }));
}

export function Rail() {
  const screens = useScreens();
  const router = useRouter();
  useKeys(Object.fromEntries(screens.map(({ key, href }) => [`g ${key}`, () => router.push(href)])));
  return (
    <aside className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col border-r bg-ground p-3 md:flex">
      <Link
        href={screens[0]?.href ?? hrefTo("/overview")}
        className="mb-5 flex items-center gap-2 px-2 pt-1 text-[0.9375rem] font-semibold tracking-tight"
      >
        <Mark className="size-6" />
        Squelch
      </Link>
      <nav aria-label="Screens">
        <ul className="space-y-0.5">
          {screens.map(({ path, label, href, here, icon: Icon }) => (
            <li key={path}>
              <Link
                href={href}
                aria-current={here ? "page" : undefined}
                className={clsx(
                  "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm transition-colors",
                  here ? "bg-pressed font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
                )}
              >
                <Icon className="size-4" aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <SignOut />
    </aside>
  );
}

function SignOut() {
  const signOut = () =>
    send("POST", "/api/sign-out").then(
      () => window.location.assign("/sign-in"),
      (error: Error) => notify(`You are still signed in. ${error.message}`),
    );
  return (
    <button
      type="button"
      onClick={() => void signOut()}
      className="mt-auto flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink"
    >
      <LogOut className="size-4" aria-hidden />
      Sign out
    </button>
  );
}

/** Under the thumb: what one does on a phone; all else behind "More". */
const ON_PHONES = ["/triage", "/reports"] as const;

export function BottomBar() {
  const screens = useScreens();
  const path = usePathname();
  const isShift = path === "/triage/shift";
  const kept = ON_PHONES.flatMap((one) => screens.filter((screen) => screen.path === one));
  const others = screens.filter((screen) => !kept.includes(screen));
  return (
    <nav
      aria-label="Screens"
      className="fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        <Entry href={hrefTo("/triage/shift")} label="My shift" here={isShift} icon={Smartphone} />
        {kept.map(({ path: one, label, href, here, icon }) => (
          <Entry key={one} href={href} label={label} here={here && !isShift} icon={icon} />
        ))}
        <li className="min-w-0 flex-1">
          <Popover
            label="More screens"
            triggerClass={entryClass(others.some(({ here }) => here))}
            trigger={
              <>
                <Ellipsis className="size-5" aria-hidden />
                More
              </>
            }
            className="w-56 p-1.5"
          >
            {(close) => (
              <ul>
                {others.map(({ path: one, label, href, here, icon: Icon }) => (
                  <li key={one}>
                    <Link
                      href={href}
                      onClick={close}
                      aria-current={here ? "page" : undefined}
                      className={clsx(
                        "flex h-11 items-center gap-3 rounded-md px-3 text-sm hover:bg-hover",
                        here && "font-medium",
                      )}
                    >
                      <Icon className="size-4" aria-hidden />
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Popover>
        </li>
      </ul>
    </nav>
  );
}

type EntryProps = { href: Route; label: string; here: boolean; icon: ComponentType<{ className?: string }> };

function Entry({ href, label, here, icon: Icon }: EntryProps) {
  return (
    <li className="min-w-0 flex-1">
      <Link href={href} aria-current={here ? "page" : undefined} className={entryClass(here)}>
        <Icon className="size-5" aria-hidden />
        {label}
      </Link>
    </li>
  );
}

function entryClass(here: boolean): string {
  return clsx(
    "flex h-14 w-full flex-col items-center justify-center gap-1 text-2xs",
    here ? "font-medium text-ink" : "text-ink-3",
  );
}
