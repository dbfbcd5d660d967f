import type { InstallPlan, MarketQuestion } from '#shared/contract'
import { fail, type Failure } from '#shared/kit'

/** The gravest first. */
const ORDER: readonly MarketQuestion['kind'][] = [
  'publisher-changed',
  'look-alike',
  'permissions',
  'dependencies',
  'unsigned',
]

/** What is asked as a refusal, for where nobody answers: the gravest question. */
export function needsAgreement(id: string, { questions }: Pick<InstallPlan, 'questions'>): Failure {
  const [gravest] = questions.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  switch (gravest?.kind) {
    case 'publisher-changed': {
      const { plugin, before } = gravest
      const detail = `“${plugin}” is not signed by ${before.name}, who signed it before.`
      return fail('publisher-changed', detail)
    }
    case 'look-alike':
      return fail('plugin-look-alike', `“${gravest.plugin}” looks like “${gravest.other}”.`)
    case 'permissions': {
      const words = gravest.added.map(asked => asked.words).join('; ')
      return fail('agreement-needed', `“${gravest.plugin}” asks for: ${words}.`)
    }
    case 'dependencies':
      return fail(
        'agreement-needed',
        `“${id}” ${gravest.present ? 'needs' : 'brings'} others: ${gravest.added.join(', ')}.`,
      )
    case 'unsigned':
      return fail('agreement-needed', `Nobody signed “${gravest.plugin}”.`)
    case undefined:
      return fail('agreement-needed', `“${id}” wants something that you have not agreed to yet.`)
  }
}
