import { Button } from '../ui'

interface StartFailureProps {
  readonly title: string
  readonly message: string
}

/** A page of its own, for what keeps the app from being shown at all. */
export function StartFailure({ title, message }: StartFailureProps) {
  return (
    <main className="flex h-full items-center justify-center p-8" data-testid="start-failure">
      <div className="flex max-w-96 flex-col items-start gap-3">
        <h1 className="text-lg font-semibold">{title}</h1>
        <p className="text-base text-soft select-text">{message}</p>
        <Button look="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    </main>
  )
}
