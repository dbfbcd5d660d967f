import { create } from 'zustand'
import type { PerformerControl } from '#shared/graph'
import { newId } from '../kit'
import { catalog } from './catalog'
import { dispatch, graphNow, projectNow } from './project'

/** Whether the performer's page stands in place of the workspace. */
export const usePerforming = create<{ readonly open: boolean }>(() => ({ open: false }))

export function setPerforming(open: boolean): void {
  usePerforming.setState({ open })
}

export function isExposed(node: string, param: string): boolean {
  return controls().some(control => control.node === node && control.param === param)
}

/** Puts a parameter onto the performer's page, or takes it away. */
export function toggleExposed(node: string, param: string): void {
  const label = catalog().get(graphNow().nodes[node]?.type ?? '')?.params[param]?.label ?? param
  if (isExposed(node, param)) {
    const rest = controls().filter(each => each.node !== node || each.param !== param)
    set(`Hide ${label} from the performer`, rest)
  } else {
    set(`Show ${label} to the performer`, [...controls(), { id: newId(), node, param }])
  }
}

export function removeControl(id: string): void {
  set(
    'Remove a control',
    controls().filter(control => control.id !== id),
  )
}

export function renameControl(id: string, label: string): void {
  set(
    'Rename a control',
    controls().map(control => {
      if (control.id !== id) return control
      const { label: _old, ...rest } = control
      return label === '' ? rest : { ...rest, label }
    }),
  )
}

/** Moves a control to another place in the row; the others make room. */
export function moveControl(id: string, to: number): void {
  const all = controls()
  const moved = all.find(control => control.id === id)
  if (moved === undefined) return
  const rest = all.filter(control => control !== moved)
  const at = Math.min(rest.length, Math.max(0, to))
  const next = [...rest.slice(0, at), moved, ...rest.slice(at)]
  if (next.some((control, index) => control !== all[index])) set('Arrange the controls', next)
}

function controls(): readonly PerformerControl[] {
  return projectNow().performer.controls
}

function set(label: string, next: readonly PerformerControl[]): void {
  dispatch(label, [{ kind: 'set-performer', controls: [...next] }])
}
