import { showKeys, type Combination } from '../kit'

export function Keys({ of }: { readonly of: Combination }) {
  return (
    <kbd className="shrink-0 rounded-sm border border-line bg-control px-1 font-sans text-2xs text-soft">
      {showKeys(of)}
    </kbd>
  )
}
