import { Component, type ReactNode } from 'react'
import { StartFailure } from './StartFailure'

interface Caught {
  readonly error?: Error
}

/** A bug in the window: said plainly, with a way on. The document is safe in the shell. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = {}

  static getDerivedStateFromError(error: Error): Caught {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <StartFailure
        title="The window stopped working"
        message={`${error.message} Nothing is lost: every edit is kept. Reload the window to go on.`}
      />
    )
  }
}
