import { call } from '../jobs/open-jobs'
import type { Io } from '../../io'
import { lineOf } from './list'
import { withModels } from './open-models'

/** `wireharp models remove` and `verify`: does it and tells how the model is then. */
export function change(
  io: Io,
  wish: { readonly model: string; readonly what: 'remove' | 'verify'; readonly json?: boolean },
): Promise<number> {
  return withModels(
    io,
    async ({ models }) => models.service[wish.what]({ model: wish.model }, call),
    model => io.out(wish.json === true ? JSON.stringify(model, undefined, 2) : lineOf(model)),
  )
}
