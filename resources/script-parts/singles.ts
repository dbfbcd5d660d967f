/** 2^x in single precision, within 2e-7, exact at whole x: what two nodes do by it alike stays alike for hours. */
export function exp2Single(x: number): number {
  const r = Math.fround
  const rounded = r(x + 12_582_912)
  const whole = r(rounded - 12_582_912)
  const t = r(x - whole)
  let sum = r(0.001338130253736242)
  sum = r(r(sum * t) + r(0.009666368515388851))
  sum = r(r(sum * t) + r(0.05550381013796419))
  sum = r(r(sum * t) + r(0.24022349038020277))
  sum = r(r(sum * t) + r(0.6931471805599452))
  sum = r(r(sum * t) + 1)
  return r(sum * 2 ** whole)
}
