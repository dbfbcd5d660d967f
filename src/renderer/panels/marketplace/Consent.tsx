import { Package, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { InstallPlan, MarketQuestion } from '#shared/contract'
import { unreachable } from '#shared/kit'
import { agreeToInstall, declineInstall, useMarketTasks } from '../../state'
import { Button, Dialog } from '../../ui'
import { RightList } from './Rights'
import { bytesInWords, stepInWords } from './words'

/** What has to be agreed to before anything is installed: new rights, another publisher, what comes along. */
export function Consent() {
  const consent = useMarketTasks(state => state.consent)
  if (consent === undefined) return undefined
  const { wish, plan } = consent
  const verb = wish.action === 'update' ? 'Update' : 'Install'
  const isAlarming = plan.questions.some(isAlarm)
  const bytes = plan.steps.reduce((sum, step) => sum + step.bytes, 0)
  return (
    <Dialog
      title={`${verb} ${wish.name}?`}
      description="Read what it asks for, then agree or leave it."
      testId="market-consent"
      onClose={declineInstall}
      footer={
        <>
          <Button data-testid="consent-decline" onClick={declineInstall}>
            Leave it
          </Button>
          <Button
            look={isAlarming ? 'danger' : 'primary'}
            data-testid="consent-agree"
            onClick={() => void agreeToInstall()}
          >
            {isAlarming ? `${verb} all the same` : `Agree and ${verb.toLowerCase()}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {plan.questions
          .toSorted((a, b) => Number(isAlarm(b)) - Number(isAlarm(a)))
          .map((question, index) => (
            <Question key={index} question={question} name={nameIn(plan, question.plugin)} />
          ))}
        <section aria-label="What is done" className="border-t border-line pt-3">
          <h3 className="pb-1 text-xs font-semibold text-soft">
            What is done{bytes > 0 && ` (${bytesInWords(bytes)})`}
          </h3>
          <ul className="flex flex-col gap-1 text-xs text-soft">
            {plan.steps.map(step => (
              <li key={`${step.id} ${step.to}`} className="flex items-center gap-2">
                <Package size={13} aria-hidden className="shrink-0 text-faint" />
                <span className="min-w-0 break-words">{stepInWords(step)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  )
}

function isAlarm({ kind }: MarketQuestion): boolean {
  return kind === 'publisher-changed' || kind === 'look-alike'
}

function nameIn({ steps }: InstallPlan, plugin: string): string {
  return steps.find(({ id }) => id === plugin)?.name ?? plugin
}

interface QuestionProps {
  readonly question: MarketQuestion
  /** Of the plugin that it is about. */
  readonly name: string
}

function Question({ question, name }: QuestionProps) {
  const { kind, plugin } = question
  switch (kind) {
    case 'permissions': {
      const { added, all } = question
      const isGrowth = added.length > 0 && added.length < all.length
      return (
        <section data-question={kind} className="flex flex-col gap-2">
          <p className="text-sm">
            <b>{name}</b> {isGrowth ? 'asks for more than the version you have:' : 'asks for:'}
          </p>
          <RightList asked={added.length > 0 ? added : all} />
          <p className="text-xs text-faint">You are asked again when it first uses one.</p>
        </section>
      )
    }
    case 'publisher-changed':
      return (
        <Alarm kind={kind}>
          <b>{name}</b> is not signed by who signed the version that you have. Before:{' '}
          <bdi>{question.before.name}</bdi> <Key of={question.before.fingerprint} />. Now:{' '}
          <bdi>{question.now.name}</bdi> <Key of={question.now.fingerprint} />. Somebody may have
          taken the name over: ask its author first.
        </Alarm>
      )
    case 'look-alike':
      return (
        <Alarm kind={kind}>
          The name <b>{plugin}</b> looks like <b>{question.other}</b>, which is another plugin. Make
          sure that it is the one you want.
        </Alarm>
      )
    case 'unsigned':
      return (
        <p data-question={kind} className="text-sm">
          Nobody has signed <b>{name}</b>: whoever had it in hands could have changed it.
        </p>
      )
    case 'dependencies':
      return (
        <p data-question={kind} className="text-sm">
          <b>{name}</b>{' '}
          {question.present
            ? `needs what the version you have does not: ${question.added.join(', ')}, which is here.`
            : `brings along what it needs: ${question.added.join(', ')}.`}
        </p>
      )
    default:
      return unreachable(question)
  }
}

interface AlarmProps {
  readonly kind: string
  readonly children: ReactNode
}

function Alarm({ kind, children }: AlarmProps) {
  return (
    <div
      role="alert"
      data-question={kind}
      className="flex gap-2.5 rounded border border-bad/40 bg-bad-ground p-3 text-sm select-text"
    >
      <TriangleAlert size={16} aria-hidden className="shrink-0 text-bad" />
      <p className="min-w-0 break-words">{children}</p>
    </div>
  )
}

function Key({ of }: { readonly of: string | undefined }) {
  return of === undefined ? '(not signed)' : <span className="font-mono text-xs">{of}</span>
}
