/** The `__Host-` name needs HTTPS; loopback has none. */
const SECURE = "__Host-squelch";
const LOOPBACK = "squelch_session";

export const SESSION_COOKIES = [SECURE, LOOPBACK] as const;

const isHttps = () => process.env.PUBLIC_URL?.startsWith("https://") ?? false;

export function sessionCookie(token: string): string {
  const [name, secure] = isHttps() ? [SECURE, "; Secure"] : [LOOPBACK, ""];
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${7 * 24 * 3600}${secure}`;
}

export function endedCookies(): string[] {
  return SESSION_COOKIES.map(
    (name) => `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${name === SECURE ? "; Secure" : ""}`,
  );
}
