/** Says results to people who use a screen reader. It stands there from the start, so that the first words are heard too. */
export function Announcer({ text }: { text: string }) {
  return (
    <div className="pp-hidden" role="status" aria-live="polite">
      {text}
    </div>
  )
}
