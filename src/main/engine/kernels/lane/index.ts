import { control, kernel, plain } from '../define-kernel'

const value = plain(-1_000_000, 1_000_000, 0)

/**
 * Sixteen values in a row, over and over: frame i is value i mod 16. A kernel with more values than
 * params takes them from an input of this kind.
 */
export const lane = kernel('lane', {
  inputs: {},
  outputs: { out: control() },
  params: {
    v1: value,
    v2: value,
    v3: value,
    v4: value,
    v5: value,
    v6: value,
    v7: value,
    v8: value,
    v9: value,
    v10: value,
    v11: value,
    v12: value,
    v13: value,
    v14: value,
    v15: value,
    v16: value,
  },
})
