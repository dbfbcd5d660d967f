// The view runs in a frame of its own, without network and without the app's page. Messages fit the schema in
// plugin.json, or they do not come.
const meter = document.querySelector('meter')
addEventListener('message', ({ data }) => {
  meter.value = data.level
})
