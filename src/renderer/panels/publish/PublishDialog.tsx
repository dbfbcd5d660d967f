import type { MarketTask } from '#shared/contract'
import { closeDialog, useMarketTasks, usePublish } from '../../state'
import { Button, Dialog, FailureNote, Progress } from '../../ui'
import { Published } from './Published'
import { PublishForm } from './PublishForm'

/** A plugin of one’s own goes out: where, as which version, and what is new in it. */
export function PublishDialog() {
  const { plugin, facts, failure, task: id } = usePublish()
  const task = useMarketTasks(({ tasks }) => tasks.find(each => each.id === id))
  const isDone = task?.state === 'done'
  return (
    <Dialog
      wide
      title={`Publish ${facts?.name ?? plugin}`}
      description="Packs it, tries it in the sandbox, signs it, and brings it to a registry."
      testId="publish-dialog"
      onClose={closeDialog}
      footer={isDone ? <Button onClick={closeDialog}>Done</Button> : undefined}
    >
      {facts === undefined ? (
        failure === undefined ? (
          <p className="text-xs text-soft">Asking the registries…</p>
        ) : (
          <FailureNote message={failure.message} testId="publish-failure" />
        )
      ) : isDone ? (
        <Published facts={facts} task={task} />
      ) : task?.state === 'running' ? (
        <Running task={task} />
      ) : (
        <PublishForm facts={facts} failures={task?.failures ?? (failure ? [failure] : [])} />
      )}
    </Dialog>
  )
}

function Running({ task }: { readonly task: MarketTask }) {
  return (
    <div className="flex flex-col gap-2" data-testid="publish-running" aria-live="polite">
      <Progress done={task.progress} label={task.stage} />
      <p className="text-xs text-soft">{task.stage}</p>
    </div>
  )
}
