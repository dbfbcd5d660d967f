import { MenuAt } from '../../ui'
import { closeParamMenu, paramMenu, useParamMenu } from './param-menu'

/** The menu of whichever parameter was asked for; one for all knobs. */
export function ParamMenu() {
  const open = useParamMenu(state => state.open)
  if (open === undefined) return undefined
  return (
    <MenuAt
      key={`${open.node} ${open.param}`}
      at={open.screen}
      label="Parameter"
      entries={() => paramMenu(open)}
      onClose={closeParamMenu}
    />
  )
}
