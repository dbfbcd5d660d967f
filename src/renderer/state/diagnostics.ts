import { attempt } from '../kit'
import { client } from './connection'
import { toast, toastFailure } from './toasts'

/** Writes the diagnostics among the projects, and tells where. */
export async function saveDiagnostics(): Promise<void> {
  const saved = await attempt(client().system.diagnostics({}))
  if (!saved.ok) return toastFailure(saved.error)
  const { path } = saved.value
  toast({
    tone: 'done',
    text: `Diagnostics without anything private: ${path}`,
    action: { label: 'Copy path', run: () => void navigator.clipboard.writeText(path) },
  })
}
