import { err, fail, ok, type Result } from '#shared/kit'
import { projectHandle } from './project'

/** A failure where the project that something was dropped on is not shown any more: another one does not get it. */
export function stillShown(project: string): Result<void> {
  if (projectHandle() === project) return ok()
  return err(fail('drop-left', 'The project that it was dropped on is not shown any more.'))
}
