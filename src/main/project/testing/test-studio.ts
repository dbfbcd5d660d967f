import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call, ProjectState } from '#shared/contract'
import type { Edit, Transaction } from '#shared/graph'
import { testCatalog } from '#shared/graph/testing'
import { unwrap, type Result } from '#shared/kit'
import { silentLog, systemClock, type FilePort } from '../../kit'
import { openStore, type Store } from '../../store'
import { createProjectService, type ProjectService } from '../project-service'

/** A call as the wall makes it, for tests that make their own. */
export const call: Call = { signal: new AbortController().signal }

/** A folder of its own, gone with the test. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'wireharp-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

export interface TestStudio extends AsyncDisposable {
  readonly projects: ProjectService
  readonly store: Store
}

/** A project service as the app builds it, with its data below `home`. Ending it is quitting the app. */
export function testStudio(
  home: string,
  files?: FilePort,
  nameOf?: (plugin: string) => string,
): TestStudio {
  const store = unwrap(
    openStore({ path: join(home, 'data/wireharp.db'), clock: systemClock, log: silentLog }),
  )
  const projects = createProjectService({
    store,
    paths: { data: join(home, 'data') },
    resources: join(home, 'resources'),
    catalog: () => testCatalog,
    clock: systemClock,
    log: silentLog,
    ...(files && { files }),
    ...(nameOf && { nameOf }),
  })
  return {
    projects,
    store,
    async [Symbol.asyncDispose]() {
      await projects[Symbol.asyncDispose]()
      store[Symbol.dispose]()
    },
  }
}

/** An empty project saved as `<home>/songs/<name>.wireharp` and open. */
export async function savedProject(
  { projects }: TestStudio,
  home: string,
  name = 'song',
): Promise<ProjectState> {
  const folder = join(home, 'songs')
  mkdirSync(folder, { recursive: true })
  const { project } = unwrap(await projects.create({}, call))
  unwrap(await projects.saveAs({ project, path: join(folder, name), replace: false }, call))
  return unwrap(await projects.state({ project }, call))
}

let count = 0

export function transaction(edits: Edit[], gesture?: string): Transaction {
  count++
  const id = `t${process.pid}-${count}`
  return { id, label: `Edit ${count}`, edits, ...(gesture !== undefined && { gesture }) }
}

export const title = (text: string): Edit => ({ kind: 'set-title', title: text })

/** One edit on the present revision. */
export async function edit(
  { projects }: TestStudio,
  project: string,
  edits: Edit[],
  gesture?: string,
): Promise<Result<{ readonly revision: number }>> {
  const { revision } = unwrap(projects.opened(project))
  return projects.edit({ project, base: revision, transaction: transaction(edits, gesture) }, call)
}

/** A file with its folder. */
export function put(path: string, content: string | Uint8Array): string {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
