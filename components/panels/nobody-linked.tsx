import Link from "next/link";
import { buttonClass } from "@/components/ui/button";

/** For a user whom nobody said to be one of the people. */
export function NobodyLinked() {
  return (
    <div className="max-w-prose space-y-3">
      <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Your load</h1>
      <p className="text-ink-2">
        Nobody has said yet which of the people who are paged you are, so there is no load of yours to show, and nobody
        else&rsquo;s is yours to see by name. An admin says it in the list of people.
      </p>
      <Link href="/sources/people" className={buttonClass("plain")}>
        Open the people
      </Link>
    </div>
  );
}
