import { useEffect } from 'react'
import { useCatalog, useDocument, useTimeline } from '../../state'
import { heightOf, rowsOf, type Row } from './rows'
import { setContentHeight } from './view'

/** The rows of the document; renders again only where they change. */
export function useRows(): readonly Row[] {
  useCatalog(state => state.nodes)
  useTimeline(state => state.lanes)
  const rows = useDocument(rowsOf)
  useEffect(() => setContentHeight(heightOf(rows) + 24), [rows])
  return rows
}
