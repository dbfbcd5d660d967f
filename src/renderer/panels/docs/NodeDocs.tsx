import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { pluginOf, type NodeDefinition } from '#shared/graph'
import { attempt } from '../../kit'
import { addNode, client, closeDialog, useDefinition, useNodeDocs } from '../../state'
import { Button, Dialog, Markdown } from '../../ui'
import { Params } from './Params'
import { Ports } from './Ports'

/** All there is to read about a node, in place: what it does, its ports and parameters, its plugin's text. */
export function NodeDocs() {
  const type = useNodeDocs(state => state.type) ?? ''
  const definition = useDefinition(type)
  if (definition === undefined) return undefined
  return (
    <Dialog
      wide
      title={definition.label}
      description={definition.description}
      testId="node-docs"
      onClose={closeDialog}
      footer={
        <Button
          look="primary"
          onClick={() => {
            closeDialog()
            addNode(type)
          }}
        >
          <Plus size={14} aria-hidden />
          Add to the canvas
        </Button>
      }
    >
      <Content definition={definition} />
    </Dialog>
  )
}

function Content({ definition }: { readonly definition: NodeDefinition }) {
  const { description, inputs, outputs, params, tags, category } = definition
  const readme = useReadme(pluginOf(definition.type))
  return (
    <div className="flex flex-col gap-5 text-sm select-text">
      <div className="flex flex-col gap-1">
        <p>{description}</p>
        <p className="text-xs text-faint">{[category, ...tags].join(' · ')}</p>
      </div>
      <Ports title="Inputs" ports={inputs} />
      <Ports title="Outputs" ports={outputs} />
      <Params params={params} />
      {readme !== undefined && (
        <section className="border-t border-line pt-4">
          <Markdown text={withoutTitle(readme)} />
        </section>
      )}
    </div>
  )
}

function useReadme(plugin: string): string | undefined {
  const [readme, setReadme] = useState<string>()
  useEffect(() => {
    let current = true
    void attempt(client().plugins.get({ id: plugin })).then(answer => {
      if (current && answer.ok) setReadme(answer.value.readme)
    })
    return () => {
      current = false
    }
  }, [plugin])
  return readme
}

/** The dialog has the name already. */
function withoutTitle(readme: string): string {
  return readme.replace(/^#\s.*\n+/, '')
}
