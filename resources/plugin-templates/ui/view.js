// The page stands in a frame of its own: no network, no cookies, nothing of the app's page. What it posts must fit the
// schema "messages.out" in plugin.json, and sets a parameter of the node; it joins the history as any turn of a knob.
const slider = document.querySelector('input')
const set = value => parent.postMessage({ param: 'gain', value }, '*')

slider.addEventListener('input', () => set(Number(slider.value)))
document.querySelector('button').addEventListener('click', () => set(-60))

// Where the parameter is turned elsewhere, the page hears of it.
addEventListener('message', ({ data }) => {
  if (typeof data.params.gain === 'number') slider.value = String(data.params.gain)
})
