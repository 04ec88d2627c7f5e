import type { Metadata } from "next";
import { Unsubscribe } from "@/components/frame/unsubscribe";

export const metadata: Metadata = { title: "No more mails", robots: { index: false } };

export default async function UnsubscribeScreen({ params }: { params: Promise<{ token: string }> }) {
  return <Unsubscribe token={(await params).token} />;
}
