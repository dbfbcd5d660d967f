/** Works out a sum of plain numbers: + − * / and brackets; undefined where it is none. */
export function readSum(text: string): number | undefined {
  const tokens = text.match(/\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|[-+*/()]|\S/gi) ?? []
  let at = 0

  function terms(): number | undefined {
    let value = factors()
    while (value !== undefined && (tokens[at] === '+' || tokens[at] === '-')) {
      const sign = tokens[at++] === '+' ? 1 : -1
      const next = factors()
      value = next === undefined ? undefined : value + sign * next
    }
    return value
  }

  function factors(): number | undefined {
    let value = signed()
    while (value !== undefined && (tokens[at] === '*' || tokens[at] === '/')) {
      const divides = tokens[at++] === '/'
      const next = signed()
      value = next === undefined ? undefined : divides ? value / next : value * next
    }
    return value
  }

  function signed(): number | undefined {
    const token = tokens[at++]
    if (token === '-' || token === '+') {
      const value = signed()
      return value === undefined ? undefined : token === '-' ? -value : value
    }
    if (token === '(') {
      const value = terms()
      return tokens[at++] === ')' ? value : undefined
    }
    const value = Number(token)
    return token === undefined || Number.isNaN(value) ? undefined : value
  }

  const value = terms()
  return at === tokens.length ? value : undefined
}
