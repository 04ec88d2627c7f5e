/** As high as what follows, so that nothing jumps. */
export default function Loading() {
  return (
    <div className="space-y-4" aria-busy="true">
      <p className="sr-only">Loading</p>
      <div className="skeleton h-5 w-48" />
      <div className="skeleton h-9 w-full max-w-2xl" />
      <div className="skeleton h-36 w-full" />
      <div className="skeleton h-72 w-full" />
    </div>
  );
}
