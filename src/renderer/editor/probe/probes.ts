import { create } from 'zustand'
import type { Point } from '#shared/graph'

/** A cable that is listened in on: where its card stands on the screen. */
export interface Probe {
  readonly cable: string
  readonly at: Point
}

interface Probes {
  /** The one that the pointer rests on. */
  readonly hovered: Probe | undefined
  /** Those that stay. */
  readonly pinned: readonly Probe[]
}

/** Cards at a time: each costs a transform thirty times a second. */
const MOST_PINNED = 8

export const useProbes = create<Probes>(() => ({ hovered: undefined, pinned: [] }))

export function hoverProbe(probe: Probe | undefined): void {
  const { hovered, pinned } = useProbes.getState()
  if (hovered?.cable === probe?.cable) return
  const isPinned = pinned.some(({ cable }) => cable === probe?.cable)
  useProbes.setState({ hovered: isPinned ? undefined : probe })
}

export function pinProbe(probe: Probe): void {
  const { pinned } = useProbes.getState()
  const others = pinned.filter(({ cable }) => cable !== probe.cable)
  useProbes.setState({ hovered: undefined, pinned: [...others, probe].slice(-MOST_PINNED) })
}

export function moveProbe(cable: string, at: Point): void {
  useProbes.setState(({ pinned }) => ({
    pinned: pinned.map(probe => (probe.cable === cable ? { cable, at } : probe)),
  }))
}

export function dropProbe(cable: string): void {
  useProbes.setState(({ hovered, pinned }) => ({
    hovered: hovered?.cable === cable ? undefined : hovered,
    pinned: pinned.filter(probe => probe.cable !== cable),
  }))
}
