import { z } from 'zod'

const coordinate = z.number().min(-1e7).max(1e7)
/** A place on the canvas, in canvas pixels. */
export const pointSchema = z.strictObject({ x: coordinate, y: coordinate })
export type Point = z.infer<typeof pointSchema>
