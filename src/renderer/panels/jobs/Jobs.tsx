import { ListChecks } from 'lucide-react'
import { forgetEnded, isUnderWay, switchNotify, useJobs, usePrefs } from '../../state'
import { Button, EmptyState, Toggle } from '../../ui'
import { JobRow } from './JobRow'

/** Long work: what runs, what waits, and what has ended. */
export function Jobs() {
  const jobs = useJobs(state => state.jobs)
  const notify = usePrefs(prefs => prefs.notify)
  if (jobs.length === 0) {
    return (
      <EmptyState icon={ListChecks} title="No jobs">
        Imports, stems and generated sounds show here how far they are. You can stop them, or quit
        and go on tomorrow.
      </EmptyState>
    )
  }
  const underWay = jobs.filter(isUnderWay).toReversed()
  const ended = jobs.filter(job => !isUnderWay(job))
  return (
    <div className="flex h-full flex-col overflow-y-auto" data-testid="jobs">
      <div className="flex h-8 shrink-0 items-center gap-2 px-3 text-xs text-soft">
        <Toggle
          on={notify}
          label="Tell me by a notification when a job ends"
          onChange={on => void switchNotify(on)}
          testId="notify-jobs"
        />
        <span aria-hidden>Tell me when one ends while I am elsewhere</span>
      </div>
      <ul aria-label="Jobs under way">
        {underWay.map(job => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      {ended.length > 0 && (
        <>
          <div className="flex h-8 shrink-0 items-center justify-between px-3 text-xs font-medium text-faint">
            <h3>Done</h3>
            <Button look="quiet" className="h-6" onClick={() => void forgetEnded()}>
              Clear
            </Button>
          </div>
          <ul aria-label="Jobs that have ended">
            {ended.map(job => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
