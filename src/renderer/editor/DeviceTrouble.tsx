import { RotateCcw } from 'lucide-react'
import { retryNode } from '../state'

interface DeviceTroubleProps {
  readonly node: string
  readonly reason: string
  readonly canRetry: boolean
}

/** Why a node does not do what it should, at its foot, with a way to try it again. */
export function DeviceTrouble({ node, reason, canRetry }: DeviceTroubleProps) {
  return (
    <div className="flex flex-col items-end gap-1 rounded-b-[8px] border-t border-bad/40 bg-bad-ground px-2 py-1.5 text-2xs text-text">
      <p className="line-clamp-4 w-full" title={reason}>
        {reason}
      </p>
      {canRetry && (
        <button
          type="button"
          data-testid={`retry-${node}`}
          className="nodrag inline-flex h-5 items-center gap-1 rounded-sm border border-line-strong bg-control px-1.5 text-2xs hover:bg-control-hover"
          onClick={() => void retryNode(node)}
        >
          <RotateCcw size={10} aria-hidden />
          Retry
        </button>
      )}
    </div>
  )
}
