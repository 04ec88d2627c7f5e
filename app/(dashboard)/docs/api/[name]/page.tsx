import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "@/app/_http/require-viewer";
import { senderOrigin } from "@/app/_http/sender-origin";
import type { ApiDocument } from "@/components/api/document";
import { OneScreen, oneOf } from "@/components/api/one-screen";
import plain from "@/docs/openapi.json";

export const metadata: Metadata = { title: "The API" };

type Props = { params: Promise<{ name: string }> };

/** One address, or one answer, of the description. */
export default async function OnePage({ params }: Props) {
  await requireViewer();
  const { name } = await params;
  const document = plain as unknown as ApiDocument;
  if (!oneOf(document, name)) notFound();
  return <OneScreen document={document} name={name} origin={await senderOrigin()} />;
}
