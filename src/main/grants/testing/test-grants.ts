import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Permission } from '#shared/graph'
import type { GrantAnswer, PermissionAsk } from '#shared/contract'
import { silentLog, systemClock } from '../../kit'
import type { PolicyFile } from '../../policy'
import { GrantBook, Grants, JsonLines, type Wanting } from '..'

type Question = Omit<PermissionAsk, 'id'>

/** Grants in a folder of their own, with somebody who answers. */
export async function testGrants(
  answer: (question: Question) => GrantAnswer | 'nobody',
  policy?: PolicyFile,
) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'wireharp-grants-')))
  const questions: Question[] = []
  const audit = new JsonLines(join(folder, 'audit.jsonl'))
  const open = async () =>
    new Grants({
      book: await GrantBook.open(join(folder, 'grants.json'), silentLog),
      audit,
      clock: systemClock,
      ...(policy && { policy }),
      ask: {
        ask: async question => {
          questions.push(question)
          return answer(question)
        },
      },
    })
  return {
    folder,
    questions,
    audit,
    grants: await open(),
    /** As after a restart. */
    reopen: open,
    async [Symbol.asyncDispose]() {
      await audit.settled()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function wanting(permissions: readonly Permission[], parts: Partial<Wanting> = {}): Wanting {
  return { plugin: 'test', name: 'Test', permissions, isBuiltIn: false, ...parts }
}
