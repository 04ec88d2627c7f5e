import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { LabelsScreen } from "@/components/labels/labels-screen";

export const metadata: Metadata = { title: "Labels" };

export default async function LabelsPage() {
  const { viewer } = await requireViewer();
  return <LabelsScreen canChange={viewer.role !== "auditor"} />;
}
