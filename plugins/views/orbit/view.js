// The app tells the level, 30 times a second; the slider tells the app what it should be.
const [orbit, , planet] = document.querySelectorAll('circle')
const slider = document.querySelector('input')
let angle = 0

addEventListener('message', ({ data }) => {
  const radius = 12 + 30 * Math.min(1, Math.sqrt(data.level))
  angle += 0.02 + 0.2 * data.level
  orbit.setAttribute('r', radius)
  planet.setAttribute('cx', radius * Math.cos(angle))
  planet.setAttribute('cy', radius * Math.sin(angle))
  document.body.dataset.level = data.level.toFixed(3)
})

slider.addEventListener('input', () => {
  parent.postMessage({ param: 'gain', value: Number(slider.value) }, '*')
})
