import { createProjectFile } from '../../../project'
import { errorLine, exitCodes, type Io } from '../io'
import { resourcesFolder } from './places'

export interface NewOptions {
  readonly path: string
  readonly template?: string
  readonly json?: boolean
}

/** `wireharp new`: a project file, empty or from a template. */
export async function newProject(io: Io, { path, template, json }: NewOptions): Promise<number> {
  const made = await createProjectFile({
    path,
    resources: resourcesFolder(),
    ...(template !== undefined && { template }),
  })
  if (!made.ok) {
    io.err(errorLine(made.error))
    return exitCodes.refused
  }
  io.out(json === true ? JSON.stringify({ path: made.value }) : `Made ${made.value}.`)
  return exitCodes.done
}
