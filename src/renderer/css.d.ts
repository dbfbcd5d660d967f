import 'react'

declare module 'react' {
  // Custom properties, as they hand a colour down to a style sheet.
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
