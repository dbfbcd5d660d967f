import { isUnderWay, setPrefs, useJobs } from '../../state'

/** How many jobs are under way; a click shows them in the bottom panel. */
export function JobsChip() {
  const count = useJobs(({ jobs }) => jobs.filter(isUnderWay).length)
  if (count === 0) return undefined
  return (
    <button
      type="button"
      data-testid="jobs-chip"
      className="whitespace-nowrap text-soft hover:text-text"
      onClick={() => setPrefs({ dock: true, dockTab: 'jobs' })}
    >
      {count === 1 ? '1 job' : `${count} jobs`}
    </button>
  )
}
