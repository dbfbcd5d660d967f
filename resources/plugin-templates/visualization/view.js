// The page stands in a frame of its own: no network, no cookies, nothing of the app's page. The app tells it what its
// schema "messages.in" in plugin.json names, some 30 times a second: "level" (0 to 1, and more where it is too loud)
// and "params".
const meter = document.querySelector('meter')
addEventListener('message', ({ data }) => {
  meter.value = data.level
})
