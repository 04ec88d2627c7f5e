"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { DecisionPanel } from "@/components/decision/decision-panel";
import { hrefTo, sharedOf } from "@/components/format/href";
import { signatureQuery } from "@/components/queries/signature";
import { signatureShapeQuery } from "@/components/queries/signature-shape";
import { signatureTrendQuery } from "@/components/queries/trends";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Treatment } from "@/lib/model/treatment";
import { SignaturePanels } from "./signature-panels";
import { viewOf } from "./view";

export function SignatureScreen({ id, filter }: { id: string; filter: NoiseFilter }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<{ treatment: Treatment } | null>(null);
  const view = viewOf(useQuery(signatureQuery(id, filter)));
  const shared = sharedOf(filter);
  // One that was merged into another is answered by that one, whose address is the right one from now on.
  const shown = view.kind === "ready" ? view.data.row.id : id;
  const moved = shown === id ? null : hrefTo(`/signatures/${shown}`, shared);
  useEffect(() => {
    if (moved) router.replace(moved);
  }, [moved, router]);
  const shape = viewOf(useQuery(signatureShapeQuery(shown)));
  const trend = viewOf(useQuery(signatureTrendQuery(shown, filter)));
  return (
    <SignaturePanels
      id={shown}
      view={view}
      shape={shape}
      trend={trend}
      filter={shared}
      decisions={<DecisionPanel signatureId={shown} filter={shared} chosen={chosen} />}
      onChoose={(treatment) => setChosen({ treatment })}
    />
  );
}
