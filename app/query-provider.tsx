"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { KeysProvider } from "@/components/frame/use-keys";
import { makeQueryClient } from "@/components/queries/make-query-client";

const Notices = dynamic(() => import("@/components/ui/notices").then((module) => module.Notices), { ssr: false });

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <KeysProvider>{children}</KeysProvider>
      <Notices />
    </QueryClientProvider>
  );
}
