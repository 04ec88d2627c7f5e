import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { Gallery } from "./gallery";

export const metadata: Metadata = { title: "Gallery" };
export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<{ show?: string; state?: string }> };

/** Every panel in each of its states, for tests and for the eye; not there unless it is asked for. */
export default async function GalleryScreen({ searchParams }: Props) {
  if (process.env.SQUELCH_GALLERY !== "1") notFound();
  const { show, state } = await searchParams;
  return (
    <Suspense>
      <Gallery show={show ?? "states"} state={state ?? null} />
    </Suspense>
  );
}
