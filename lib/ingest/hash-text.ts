/** 96 bits as 24 hex digits. Not against forgery: only so that two alerts do not meet by chance. */
export function hashText(text: string): string {
  const [a, b] = mix(text, 0x9e3779b9);
  const [c] = mix(text, 0x85ebca6b);
  return hex(a) + hex(b) + hex(c);
}

/** cyrb53 (public domain) with both of its 32-bit halves. */
function mix(text: string, seed: number): [number, number] {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return [a >>> 0, b >>> 0];
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
