"use client";

import { usePathname } from "next/navigation";
import { Tabs } from "./tabs";

const TABS = [
  { href: "/settings/people", label: "People" },
  { href: "/settings/hours", label: "Hours" },
  { href: "/settings/privacy", label: "Privacy and budgets" },
  { href: "/settings/noise", label: "Thresholds" },
  { href: "/settings/connections", label: "Connections" },
  { href: "/settings/digests", label: "Digests" },
  { href: "/settings/tokens", label: "API tokens" },
  { href: "/settings/audit", label: "Audit log" },
] as const;

/** Between the screens below Settings. */
export function SettingsTabs() {
  const path = usePathname();
  const shown = TABS.find(({ href }) => path === href || path.startsWith(`${href}/`));
  return <Tabs label="Settings" tabs={TABS} shown={shown?.label} />;
}
