import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "@/app/_http/require-viewer";
import { senderOrigin } from "@/app/_http/sender-origin";
import { ConnectScreen } from "@/components/sources/connect-screen";
import { providerList } from "@/db/queries/provider-list";

export const metadata: Metadata = { title: "Connect a provider" };

export default async function ConnectPage() {
  const { viewer } = await requireViewer();
  if (viewer.role !== "admin") notFound();
  return <ConnectScreen providers={providerList()} origin={await senderOrigin()} />;
}
