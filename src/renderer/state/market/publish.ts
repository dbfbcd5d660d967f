import { create } from 'zustand'
import type { PublishFacts } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client } from '../connection'
import { openDialog } from '../dialogs'
import { follow } from './follow'

export interface PublishWish {
  readonly registry: string
  readonly version: string
  /** What is new, a line a point. */
  readonly notes: string
  readonly certify: boolean
}

interface PublishState {
  readonly plugin: string
  readonly facts: PublishFacts | undefined
  readonly failure: Failure | undefined
  /** Id of the task that publishes it. */
  readonly task: string | undefined
  readonly wish: PublishWish | undefined
}

const nothing: PublishState = {
  ...{ plugin: '', facts: undefined, failure: undefined, task: undefined, wish: undefined },
}

/** The plugin that is to be published. */
export const usePublish = create<PublishState>(() => nothing)

/** Asks what is to be known first, and opens the dialog. */
export async function openPublish(plugin: string): Promise<void> {
  follow()
  usePublish.setState({ ...nothing, plugin })
  openDialog('publish')
  const facts = await attempt(client().marketplace.publishing({ id: plugin }))
  if (usePublish.getState().plugin !== plugin) return
  usePublish.setState(facts.ok ? { facts: facts.value } : { failure: facts.error })
}

/** How it goes on is told by the task. */
export async function publishPlugin(wish: PublishWish): Promise<void> {
  const { plugin } = usePublish.getState()
  usePublish.setState({ failure: undefined, task: undefined, wish })
  const begun = await attempt(client().marketplace.publish({ id: plugin, ...wish }))
  usePublish.setState(begun.ok ? { task: begun.value.task } : { failure: begun.error })
}
