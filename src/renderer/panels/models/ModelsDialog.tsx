import { Box } from 'lucide-react'
import { closeDialog, useModels } from '../../state'
import { Dialog, EmptyState } from '../../ui'
import { ModelRow } from './ModelRow'

/** Models that jobs run: what they are, what they cost to have, and how they come and go. */
export function ModelsDialog() {
  const models = useModels(state => state.models)
  return (
    <Dialog
      wide
      title="Models"
      description="What AI jobs run: size, licence, and where it comes from."
      testId="models-dialog"
      onClose={closeDialog}
    >
      <p className="pb-3 text-sm text-soft">
        Everything but what is named here works without a model. One that is downloaded stays on
        this machine, and what it makes is made here.
      </p>
      {models?.length === 0 && (
        <EmptyState icon={Box} title="No models are known">
          Wireharp brings a list of them; this one has none.
        </EmptyState>
      )}
      <ul className="divide-y divide-line border-y border-line" data-testid="models">
        {models?.map(model => (
          <ModelRow key={model.id} model={model} />
        ))}
      </ul>
    </Dialog>
  )
}
