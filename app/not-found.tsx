import Link from "next/link";
import { Mark } from "@/components/frame/mark";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6">
      <Mark className="size-8" />
      <h1 className="text-2xl font-medium tracking-tight">Nothing here</h1>
      <p className="text-ink-2">
        The address is wrong, or what it named has been removed. Nothing else has changed; all data are as they were.
      </p>
      <Link href="/overview" className="w-fit underline decoration-line-strong underline-offset-4 hover:decoration-ink">
        To the overview
      </Link>
    </main>
  );
}
