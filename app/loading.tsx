export default function Loading() {
  return <div className="min-h-dvh" aria-busy="true" />;
}
