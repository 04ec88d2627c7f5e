/** The same for what never was, was revoked, and is over. */
export default function NothingShared() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 px-6">
      <h1 className="text-2xl font-medium tracking-tight">Nothing here</h1>
      <p className="text-ink-2">This link opens nothing. Ask whoever sent it for another one.</p>
    </main>
  );
}
