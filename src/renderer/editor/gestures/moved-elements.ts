import { useFlow } from '../flow'
import { scene } from '../scene/scene'

/** The elements of nodes that move: they follow by their style alone, since React would render each in each frame. */
export class MovedElements {
  readonly #ids: ReadonlySet<string>
  #elements = new Map<string, HTMLElement>()
  #mounted: ReadonlySet<string> | undefined

  constructor(ids: ReadonlySet<string>) {
    this.#ids = ids
  }

  follow(): void {
    const { mounted } = useFlow.getState()
    if (mounted !== this.#mounted) {
      this.#mounted = mounted
      this.#elements = new Map()
      for (const element of document.querySelectorAll<HTMLElement>('.react-flow__node')) {
        const id = element.dataset['id']
        if (id !== undefined && this.#ids.has(id)) this.#elements.set(id, element)
      }
    }
    for (const [id, element] of this.#elements) {
      const node = scene.nodes.get(id)
      if (node !== undefined) element.style.transform = `translate(${node.x}px,${node.y}px)`
    }
  }
}
