import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { senderOrigin } from "@/app/_http/sender-origin";
import { ApiScreen } from "@/components/api/api-screen";
import type { ApiDocument } from "@/components/api/document";
import document from "@/docs/openapi.json";

export const metadata: Metadata = { title: "The API" };

export default async function ApiPage() {
  await requireViewer();
  return <ApiScreen document={document as unknown as ApiDocument} origin={await senderOrigin()} />;
}
