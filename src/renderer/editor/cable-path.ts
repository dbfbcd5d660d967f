interface Ends {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
}

export interface CablePath {
  readonly path: string
  /** Its middle. */
  readonly x: number
  readonly y: number
}

/** A cable that leaves its sockets level and hangs a little between them. */
export function cablePath({ sourceX, sourceY, targetX, targetY }: Ends): CablePath {
  const across = targetX - sourceX
  const distance = Math.hypot(across, targetY - sourceY)
  const ahead = Math.max(24, across * 0.5)
  const back = Math.min(220, 56 + distance * 0.32)
  const reach = across >= 0 ? Math.max(ahead, Math.min(back, 48)) : back
  const sag = Math.min(across >= 0 ? 24 : 8, distance * 0.06)
  const x1 = sourceX + reach
  const x2 = targetX - reach
  const y1 = sourceY + sag
  const y2 = targetY + sag
  return {
    path: `M${sourceX},${sourceY}C${x1},${y1} ${x2},${y2} ${targetX},${targetY}`,
    x: (sourceX + 3 * x1 + 3 * x2 + targetX) / 8,
    y: (sourceY + 3 * y1 + 3 * y2 + targetY) / 8,
  }
}
