"use client";

import { useQuery } from "@tanstack/react-query";
import { viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { deliveryQuery } from "@/components/queries/ledger";
import { DeliveryPanels } from "./delivery-panels";

export function DeliveryScreen({ id, canChange }: { id: string; canChange: boolean }) {
  const { data: state } = useQuery(dataStateQuery);
  const view = viewOf(useQuery(deliveryQuery(id)));
  return <DeliveryPanels view={view} zone={state?.workspaceZone ?? "UTC"} canChange={canChange} />;
}
