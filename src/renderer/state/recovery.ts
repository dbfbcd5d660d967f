import type { FailureCode } from '#shared/kit'
import { openDialog, type DialogName } from './dialogs'
import { setPrefs } from './prefs'

/** What can be done about a failure, as a button. */
export interface Recovery {
  readonly label: string
  run(): void
}

const dialog = (label: string, name: DialogName): Recovery => ({
  label,
  run: () => openDialog(name),
})
const models = dialog('Models…', 'models')
const services = dialog('AI services…', 'ai-services')
const jobs: Recovery = {
  label: 'Show jobs',
  run: () => setPrefs({ dock: true, dockTab: 'jobs' }),
}
const params: Recovery = {
  label: 'Change it',
  run: () => setPrefs({ inspector: true, side: 'inspector' }),
}

const recoveries: Partial<Record<FailureCode, Recovery>> = {
  'model-missing': models,
  'model-unknown': models,
  'model-refused': models,
  'model-in-use': jobs,
  'download-consent-required': models,
  'download-failed': models,
  'download-damaged': models,
  'inference-absent': services,
  'inference-died': jobs,
  'inference-stalled': jobs,
  'job-crashed': jobs,
  'queue-full': jobs,
  'duration-invalid': params,
  'prompt-invalid': params,
  'text-invalid': params,
  'ai-off': dialog('Switch on…', 'ai-services'),
  'provider-unknown': services,
  'provider-failed': services,
  'service-offline': services,
  'service-unknown': services,
  'service-token-wrong': services,
  'service-not-started': services,
  'service-job-failed': jobs,
}

/** The way on from a failure, where there is one beside trying again. */
export function recoveryOf(code: FailureCode): Recovery | undefined {
  return recoveries[code]
}
