/** Wireharp's mark: a harp whose strings are cables. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden>
      <path
        d="M4 17V4.5C4 3 5.6 2.2 7 3c2.6 1.6 4.6 1.4 7 .3 1-.5 2 .2 2 1.3C16 10 10.5 15.5 4 17Z"
        stroke="var(--accent)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <path d="M7 4v11.6M10 4.6v9M13 4.4v6.2" stroke="var(--text-soft)" strokeWidth="1.1" />
    </svg>
  )
}
