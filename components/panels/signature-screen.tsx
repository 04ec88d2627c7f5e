"use client";

import { useQuery } from "@tanstack/react-query";
import { sharedOf } from "@/components/format/href";
import { signatureQuery } from "@/components/queries/signature";
import type { NoiseFilter } from "@/lib/contract/filter";
import { SignaturePanels } from "./signature-panels";
import { viewOf } from "./view";

export function SignatureScreen({ id, filter }: { id: string; filter: NoiseFilter }) {
  const view = viewOf(useQuery(signatureQuery(id, filter)));
  return <SignaturePanels id={id} view={view} filter={sharedOf(filter)} />;
}
