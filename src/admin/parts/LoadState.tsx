/** Says that something is being loaded, or why it could not be. */
export function LoadState({ data, error }: { data: unknown; error: string | null }) {
  return (
    <>
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      {data === null && error === null ? <p className="ppa-muted">Loading …</p> : null}
    </>
  )
}
