import type { ReactNode } from "react";
import { SourceTabs } from "@/components/frame/source-tabs";

export default function SourcesLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SourceTabs />
      {children}
    </>
  );
}
