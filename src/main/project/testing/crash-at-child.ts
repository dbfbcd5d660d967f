import { join } from 'node:path'
import { argv } from 'node:process'
import { unwrap } from '#shared/kit'
import { failingFiles } from '../../kit/testing/failing-files'
import { call, edit, testStudio, title } from './test-studio'

// Opens a project, edits it and saves it (under another name, if there is one), and dies by SIGKILL right before
// the k-th call that changes the disk. Ends with 0 where there are fewer calls than that.
const [, , home = '', path = '', kind = '', k = '0'] = argv
const instead = () => void process.kill(process.pid, 'SIGKILL')
const studio = testStudio(home, failingFiles({ k: Number(k), instead, armed: true, count: 0 }))
const { project } = unwrap(
  kind === 'draft'
    ? await studio.projects.start({}, call)
    : await studio.projects.open({ path }, call),
)
unwrap(await edit(studio, project, [title('new')]))
const saved =
  kind === 'save'
    ? await studio.projects.save({ project }, call)
    : await studio.projects.saveAs({ project, path: join(home, 'to/song'), replace: false }, call)
unwrap(saved)
await studio[Symbol.asyncDispose]()
