"use client";

import { Toaster } from "sonner";

/** Where notices appear; 10 s is the time in which an action can be undone. */
export function Notices() {
  return (
    <Toaster
      position="bottom-center"
      offset={{ bottom: 20 }}
      mobileOffset={{ bottom: 76 }}
      toastOptions={{
        duration: 10_000,
        // Its own grey is for its own background.
        classNames: { description: "!text-on-invert opacity-80" },
        style: {
          background: "var(--invert)",
          color: "var(--on-invert)",
          border: "none",
          fontFamily: "inherit",
          fontSize: "13px",
        },
        actionButtonStyle: { background: "var(--on-invert)", color: "var(--invert)" },
      }}
    />
  );
}
