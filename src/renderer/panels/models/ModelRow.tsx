import { useState } from 'react'
import type { ModelInfo, ModelState } from '#shared/contract'
import { changeModel, downloadModel, useJobs } from '../../state'
import { Button, classNames, Progress } from '../../ui'
import { Consent } from './Consent'
import { formatBytes } from './format-bytes'

const words: Readonly<Record<ModelState, readonly [string, string]>> = {
  ready: ['Here', 'text-good'],
  absent: ['Not downloaded', 'text-faint'],
  partial: ['Partly here', 'text-warn'],
  downloading: ['Downloading', 'text-soft'],
  damaged: ['Damaged: remove it and download it again', 'text-bad'],
}

export function ModelRow({ model }: { readonly model: ModelInfo }) {
  const [asks, setAsks] = useState(false)
  const [checked, setChecked] = useState(false)
  const { id, title, about, state, bytes, license, strategy } = model
  const [word, color] = words[state]
  const canCome = strategy === 'download' && (state === 'absent' || state === 'partial')
  const canGo = strategy === 'download' && model.held > 0 && state !== 'downloading'
  return (
    <li className="flex flex-col gap-2 py-3" data-testid="model" data-state={state}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="text-sm font-medium">{title}</p>
          <p className="text-xs text-soft">{about}</p>
          <p className="pt-1 text-xs text-soft tabular-nums">
            {formatBytes(bytes)} · <span data-testid="model-license">{license.spdx}</span>
            {license.nonCommercial && (
              <span className="text-warn"> · not for commercial use</span>
            )}{' '}
            · <span className={color}>{checked && state === 'ready' ? 'Here, checked' : word}</span>
          </p>
        </div>
        <span className="flex shrink-0 gap-1">
          {state === 'ready' && (
            <Button
              look="quiet"
              aria-label={`Check ${title}`}
              onClick={() => void changeModel(id, 'verify').then(setChecked)}
            >
              Check
            </Button>
          )}
          {canGo && (
            <Button
              look="quiet"
              aria-label={`Remove ${title}`}
              data-testid="model-remove"
              onClick={() => void changeModel(id, 'remove')}
            >
              Remove
            </Button>
          )}
          {canCome && !asks && (
            <Button
              aria-label={`Download ${title}…`}
              data-testid="model-download"
              onClick={() => setAsks(true)}
            >
              {state === 'partial' ? 'Go on…' : 'Download…'}
            </Button>
          )}
        </span>
      </div>
      {canCome && asks && (
        <Consent
          model={model}
          onAnswer={agreed => {
            setAsks(false)
            if (agreed) void downloadModel(id)
          }}
        />
      )}
      {state === 'downloading' && <Coming model={model} />}
    </li>
  )
}

function Coming({ model }: { readonly model: ModelInfo }) {
  const job = useJobs(({ jobs }) => jobs.find(({ id }) => id === model.job))
  return (
    <div className={classNames('flex items-center gap-3 text-xs text-soft')}>
      <span className="w-48 shrink-0 truncate">{job?.stage ?? 'Waiting'}</span>
      <Progress done={job?.progress} label={`Download of ${model.title}`} />
      <span className="w-9 shrink-0 text-right tabular-nums">
        {Math.floor((job?.progress ?? 0) * 100)} %
      </span>
    </div>
  )
}
