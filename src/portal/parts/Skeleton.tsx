/** Grey bars of about the size of what is coming, so that nothing jumps when it comes. */
export function Skeleton({ rows = 4, height = 'line' }: { rows?: number; height?: 'line' | 'row' | 'card' }) {
  const bars = Array.from({ length: rows }, (_, index) => `bar-${index}`)
  return (
    <div className="pp-skeletons">
      <span className="pp-hidden">Loading</span>
      {bars.map((bar) => (
        <div key={bar} className={`pp-skeleton pp-skeleton-${height}`} aria-hidden="true" />
      ))}
    </div>
  )
}
