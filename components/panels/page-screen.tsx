"use client";

import { useQuery } from "@tanstack/react-query";
import type { LinkParams } from "@/components/format/href";
import { pageQuery } from "@/components/queries/page";
import { PagePanels } from "./page-panels";
import { viewOf } from "./view";

export function PageScreen({ id, zone, filter }: { id: string; zone: string; filter: LinkParams }) {
  return <PagePanels id={id} zone={zone} filter={filter} view={viewOf(useQuery(pageQuery(id)))} />;
}
