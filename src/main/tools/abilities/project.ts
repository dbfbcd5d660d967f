import { nanoid } from 'nanoid'
import { z } from 'zod'
import { err, fail, ok, type Result, type StopSignal } from '#shared/kit'
import { transactionSchema, type Project, type Transaction } from '#shared/graph'

/** What of the open projects plugins may reach. */
export interface ProjectPort {
  /** The project that was opened last and is open still. */
  latest(): string | undefined
  opened(project: string): Result<{ readonly document: Project; readonly revision: number }>
  edit(
    input: { readonly project: string; readonly base: number; readonly transaction: Transaction },
    call: { readonly signal: StopSignal },
  ): Result<unknown> | Promise<Result<unknown>>
}

const wishSchema = z.strictObject({ label: z.string().max(200), edits: z.array(z.unknown()) })
const never = new AbortController().signal

export function readProject(projects: ProjectPort): Result<unknown> {
  const opened = openedLast(projects)
  return opened.ok ? ok(opened.value.document) : opened
}

/** One transaction: it joins the history, and one undo takes it back. */
export async function editProject(projects: ProjectPort, args: unknown): Promise<Result<unknown>> {
  const wish = wishSchema.safeParse(args)
  if (!wish.success) return err(fail('request-invalid', 'Edits are a list, with a label.'))
  const opened = openedLast(projects)
  if (!opened.ok) return opened
  const { label, edits } = wish.data
  const transaction = transactionSchema.safeParse({ id: `t${nanoid()}`, label, edits })
  if (!transaction.success) {
    const [issue] = transaction.error.issues
    const at = issue?.path.map(String).join('/') ?? ''
    return err(fail('edit-invalid', `At ${at}: ${issue?.message ?? 'wrong'}.`, at))
  }
  const { project, revision } = opened.value
  const edit = { project, base: revision, transaction: transaction.data }
  const done = await projects.edit(edit, { signal: never })
  return done.ok ? ok() : done
}

function openedLast(projects: ProjectPort) {
  const project = projects.latest()
  if (project === undefined) return err(fail('project-not-open', 'No project is open.'))
  const opened = projects.opened(project)
  return opened.ok ? ok({ ...opened.value, project }) : opened
}
