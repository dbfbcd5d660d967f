import { beforeEach, describe, expect, test } from 'vitest'
import { fail, type FailureCode } from '#shared/kit'
import { useDialogs } from './dialogs'
import { usePrefs } from './prefs'
import { recoveryOf } from './recovery'
import { toastFailure, useToasts } from './toasts'

/** What JSON-RPC calls them, and what they are here. */
const codes: Readonly<Record<string, readonly FailureCode[]>> = {
  MODEL_NOT_FOUND: ['model-missing', 'model-unknown'],
  LOAD_FAILED: ['model-refused', 'inference-absent'],
  DOWNLOAD_FAILED: ['download-failed', 'download-damaged'],
  INFERENCE_FAILED: ['inference-died', 'inference-stalled', 'job-crashed'],
  QUEUE_FULL: ['queue-full'],
  INVALID_DURATION: ['duration-invalid'],
  INVALID_PROMPT: ['prompt-invalid'],
  DOWNLOAD_CONSENT_REQUIRED: ['download-consent-required'],
}

beforeEach(() => {
  useDialogs.setState({ open: undefined })
  useToasts.setState({ shown: [], past: [] })
})

describe('S3-29 each failure of generation has a button that leads on', () => {
  test.each(Object.entries(codes))('%s', (_name, all) => {
    for (const code of all) {
      toastFailure(fail(code, `It met ${code}.`))
      const shown = useToasts.getState().shown.at(-1)
      expect(shown?.action?.label).toMatch(/./)
      shown?.action?.run()
      const { dock, dockTab, inspector } = usePrefs.getState()
      const led = useDialogs.getState().open ?? (dock ? dockTab : inspector ? 'inspector' : '')
      expect(led).toMatch(/^(?:models|ai-services|jobs|inspector)$/)
    }
  })

  test('a model that is missing leads to the models, one that cannot run to the services', () => {
    recoveryOf('download-consent-required')?.run()
    expect(useDialogs.getState().open).toBe('models')
    recoveryOf('ai-off')?.run()
    expect(useDialogs.getState().open).toBe('ai-services')
    expect(recoveryOf('internal')).toBeUndefined()
  })
})
