import { unpackPage } from "@/lib/model/packed-page";
import type { Page } from "@/lib/model/page";

/** A page as its fold keeps it. */
export function storedPage(text: string): Page {
  return text.startsWith("[") ? unpackPage(text) : (JSON.parse(text) as Page);
}
