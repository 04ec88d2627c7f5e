import type { Caption } from "@/lib/export/caption";
import { pictureOf } from "./picture-of";

const SCALE = 2;

export function svgText(parts: readonly HTMLElement[], caption: Caption): string {
  return new XMLSerializer().serializeToString(pictureOf(parts, caption));
}

/** At twice the size, so that it is sharp in a document. */
export async function pngBlob(parts: readonly HTMLElement[], caption: Caption): Promise<Blob> {
  return (await pictures(parts, caption)).png;
}

/** Both of one drawing. */
export async function pictures(parts: readonly HTMLElement[], caption: Caption): Promise<{ svg: string; png: Blob }> {
  const picture = pictureOf(parts, caption);
  const svg = new XMLSerializer().serializeToString(picture);
  return { svg, png: await painted(picture, svg) };
}

async function painted(picture: SVGSVGElement, svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = SCALE * Number(picture.getAttribute("width"));
    canvas.height = SCALE * Number(picture.getAttribute("height"));
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser draws no pictures.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function download(content: Blob | string, name: string, type: string): void {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // After the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
