import { err, fail, ok } from '#shared/kit'
import type { AnyKind, JobKind } from './job-kind'

/** Makes a kind one of the table: its input is parsed where it comes in. */
export function anyKind<Input, Output>(kind: JobKind<Input, Output>): AnyKind {
  return {
    kind: kind.kind,
    lane: kind.lane,
    prepare(input) {
      const parsed = kind.input.safeParse(input)
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        const at = issue === undefined ? '' : issue.path.join('/')
        const what = issue === undefined ? 'It does not fit.' : issue.message
        return err(fail('job-input-invalid', `${at === '' ? 'The input' : at}: ${what}.`, at))
      }
      const { data } = parsed
      return ok({
        title: kind.title(data),
        key: kind.key === undefined ? undefined : `${kind.kind}:${kind.key(data)}`,
        memory: kind.memory?.(data) ?? 0,
        run: context => kind.run({ ...context, input: data }),
      })
    },
  }
}
