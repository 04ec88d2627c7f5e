/** Inline scripts and styles are the framework's own; nothing is loaded from, or sent to, another origin. */
const CONTENT_SECURITY = [
  "default-src 'none'",
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

const HEADERS = [
  { key: "Content-Security-Policy", value: CONTENT_SECURITY },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

/** What was shared: found by no search engine, kept by no cache between. */
const SHARED_HEADERS = [
  { key: "X-Robots-Tag", value: "noindex, nofollow, noarchive" },
  { key: "Cache-Control", value: "private, no-store" },
];

/** @type {import("next").NextConfig} */
export default {
  output: "standalone",
  typedRoutes: true,
  // Set by the tests alone, where the same types have just been checked.
  typescript: { ignoreBuildErrors: process.env.TYPES_CHECKED === "yes" },
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ["postgres", "playwright-core"],
  // It reads files of its own that nobody imports.
  outputFileTracingIncludes: { "/api/retro": ["./node_modules/playwright-core/**/*"] },
  // The printed link names the address, not "localhost": without this the development server reloads for ever.
  allowedDevOrigins: ["127.0.0.1"],
  headers: async () => [
    { source: "/:path*", headers: HEADERS },
    { source: "/share/:path*", headers: SHARED_HEADERS },
  ],
};
