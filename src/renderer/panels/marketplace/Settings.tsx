import { Environment } from './Environment'
import { Lock } from './Lock'
import { Registries } from './Registries'
import { ReviewServices } from './ReviewServices'

/** Where plugins and reviews come from, and the plugins as they were and as the project wants them. */
export function Settings() {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" data-testid="market-settings">
      <div className="mx-auto flex max-w-180 flex-col gap-8 p-4 pb-12">
        <Registries />
        <ReviewServices />
        <Lock />
        <Environment />
      </div>
    </div>
  )
}
