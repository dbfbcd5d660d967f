import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { unwrap } from '#shared/kit'
import { edit, testStudio, title, call } from './test-studio'

// Edits and saves one project without end, and prints each edit that was acknowledged: its parent ends it with
// SIGKILL at some moment and looks at what is left.
const [, , home = '', path = ''] = argv
const studio = testStudio(home)
const { project, document } = unwrap(await studio.projects.open({ path }, call))
writeSync(1, `open ${document.title}\n`)
const from = Number(document.title)
for (let count = from + 1; ; count++) {
  const saving = count % 5 === 0 ? studio.projects.save({ project }, call) : undefined
  unwrap(await edit(studio, project, [title(String(count))]))
  writeSync(1, `ack ${count}\n`)
  if (saving !== undefined) unwrap(await saving)
}
