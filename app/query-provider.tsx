"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { KeysProvider } from "@/components/frame/use-keys";
import { makeQueryClient } from "@/components/queries/make-query-client";

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <KeysProvider>{children}</KeysProvider>
      <Toaster
        position="bottom-center"
        offset={{ bottom: 20 }}
        mobileOffset={{ bottom: 76 }}
        toastOptions={{
          duration: 10_000,
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
    </QueryClientProvider>
  );
}
