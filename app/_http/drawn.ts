/** A file that the browser of this machine drew; its type is that of its name. */
export function drawn(file: Uint8Array, name: string): Response {
  const ending = name.slice(name.lastIndexOf(".") + 1);
  return new Response(Buffer.from(file), {
    headers: {
      "content-type": `application/${ending}`,
      "content-disposition": `attachment; filename="squelch.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "cache-control": "no-store",
    },
  });
}
