import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { openShared } from "@/app/_http/open-shared";
import { SharedScreen } from "@/components/share/shared-screen";

export const metadata: Metadata = {
  title: "Shared",
  robots: { index: false, follow: false, noarchive: true },
  referrer: "no-referrer",
};

type Props = { params: Promise<{ token: string }> };

/** For whoever has the address: no session, no names, no way into the product. */
export default async function SharedPage({ params }: Props) {
  const shared = await openShared((await params).token);
  if (!shared) notFound();
  return <SharedScreen {...shared} />;
}
