// The view runs in a frame of its own, without network and without the app's page. What it posts must fit the
// schema "messages.out" in plugin.json.
let count = 0
document.querySelector('button').addEventListener('click', () => {
  count += 1
  document.querySelector('output').value = String(count)
  parent.postMessage({ count }, '*')
})
