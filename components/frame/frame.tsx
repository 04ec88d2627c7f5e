"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import { UndoKey } from "@/components/verdict/undo-key";
import { AlarmBanner } from "./alarm-banner";
import { FilterTransitionProvider, useFilterTransition } from "./filter-transition";
import { PrintHead } from "./print-head";
import { PrivacyNotice } from "./privacy-notice";
import { BottomBar, Rail } from "./rail";
import { SampleBanner } from "./sample-banner";
import { TopBar } from "./top-bar";

const Palette = dynamic(() => import("./palette").then((module) => module.Palette), { ssr: false });

/** Rail, top bar and palette around every screen. */
export function Frame({ children }: { children: ReactNode }) {
  const [palette, setPalette] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setPalette((open) => !open);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <FilterTransitionProvider>
      <div className="flex min-h-dvh">
        <a
          href="#content"
          className="sr-only z-50 rounded-md bg-invert px-3 py-2 text-on-invert focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          To the content
        </a>
        <Rail />
        <div className="min-w-0 flex-1">
          <TopBar onPalette={() => setPalette(true)} />
          <AlarmBanner />
          <PrivacyNotice />
          <SampleBanner />
          <Content>{children}</Content>
        </div>
        <BottomBar />
        <UndoKey />
        {palette && <Palette onClose={() => setPalette(false)} />}
      </div>
    </FilterTransitionProvider>
  );
}

/** Figures of the filters before are dimmed, not blanked. */
function Content({ children }: { children: ReactNode }) {
  const { pending } = useFilterTransition();
  return (
    <main
      id="content"
      tabIndex={-1}
      aria-busy={pending}
      className={`mx-auto max-w-[1280px] px-3 pt-5 pb-24 outline-none transition-opacity delay-150 sm:px-6 md:pb-16 ${pending ? "opacity-60" : ""}`}
    >
      <PrintHead />
      {children}
    </main>
  );
}
