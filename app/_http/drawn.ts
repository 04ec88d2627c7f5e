const TYPES = { pdf: "application/pdf", zip: "application/zip" } as const;

/** A file that the browser of this machine drew. */
export function drawn(file: Uint8Array, format: keyof typeof TYPES, name: string): Response {
  return new Response(Buffer.from(file), {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${name.replaceAll(/[^\w.-]+/g, "-")}.${format}"`,
      "cache-control": "no-store",
    },
  });
}
