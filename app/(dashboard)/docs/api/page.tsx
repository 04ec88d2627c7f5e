import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { ApiScreen } from "@/components/api/api-screen";
import type { ApiDocument } from "@/components/api/document";
import document from "@/docs/openapi.json";

export const metadata: Metadata = { title: "The API" };

const LONGEST = 100;

type Props = { searchParams: Promise<{ q?: string | string[] }> };

export default async function ApiPage({ searchParams }: Props) {
  await requireViewer();
  const { q } = await searchParams;
  const words = typeof q === "string" ? q.trim().slice(0, LONGEST) : "";
  return <ApiScreen document={document as unknown as ApiDocument} words={words} />;
}
