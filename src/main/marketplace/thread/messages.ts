import { z } from 'zod'
import type { MarketEvent, MarketplaceContract, RatingSummary, ServiceOf } from '#shared/contract'
import type { Result } from '#shared/kit'
import type { AppPaths } from '../../kit'
import type { MadePlugin } from '../marketplace-service'
import type { PluginNeeds } from '../missing'
import type { Workshop } from '../../plugins/packages'
import type { DroppedPackage } from '../take-package'

export type MarketService = ServiceOf<MarketplaceContract>
/** Those that answer once. */
export type MarketMethod = Exclude<keyof MarketService, 'watch'>
export type MarketInput<Method extends MarketMethod> = Parameters<MarketService[Method]>[0]
type Answered<Method extends MarketMethod> = Awaited<ReturnType<MarketService[Method]>>
export type MarketValue<Method extends MarketMethod> = Extract<
  Answered<Method>,
  { readonly ok: true }
>['value']

/** What is made in the app is put among the plugins here too. */
export type WorkMethod = keyof Workshop
export type WorkInput<Method extends WorkMethod> = Parameters<Workshop[Method]>[0]
export type WorkValue<Method extends WorkMethod> = Extract<
  Awaited<ReturnType<Workshop[Method]>>,
  { readonly ok: true }
>['value']

const path = z.string()
/** What the thread is begun with. */
export const marketThreadSchema = z.object({
  paths: z.object({
    ...{ home: path, data: path, config: path, cache: path, logs: path, projects: path },
  }),
})
export interface MarketThreadData {
  readonly paths: AppPaths
}

/** What the thread has to ask for, and what is said to it. */
export interface MarketQuestions {
  readonly needs: Result<PluginNeeds>
  readonly plugin: MadePlugin | undefined
}
export type MarketQuestion = keyof MarketQuestions

/** To the thread. `close` lets it end what it does, and go. */
export type MarketRequest =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly method: MarketMethod
      readonly input: never
    }
  | {
      readonly kind: 'work'
      readonly id: number
      readonly method: WorkMethod
      readonly input: never
    }
  | { readonly kind: 'package'; readonly id: number; readonly dropped: DroppedPackage }
  | { readonly kind: 'watch'; readonly id: number }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'told'; readonly id: number; readonly value: never }
  | { readonly kind: 'ratings'; readonly ratings: ReadonlyMap<string, RatingSummary> }
  | { readonly kind: 'renew' | 'close' }

/** From the thread. `changed`: these plugins are others now, or may run no more. */
export type MarketReply =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<never> }
  | { readonly kind: 'threw'; readonly id: number; readonly stack: string }
  | { readonly kind: 'event'; readonly id: number; readonly event: MarketEvent }
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly what: MarketQuestion
      readonly about: string
    }
  | { readonly kind: 'changed'; readonly ids: readonly string[] }
