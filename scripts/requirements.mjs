// Which guarantees of test/requirements.json have no passed test that carries their id at the start of its name.
import { readFileSync } from 'node:fs'

/** `results` is what jest --json writes. Returns the ids without a passed test. */
export function unprovenRequirements(results) {
  const ids = JSON.parse(readFileSync(new URL('../test/requirements.json', import.meta.url), 'utf8'))
  const passed = results.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'passed')
    .flatMap((test) => [test.title, ...test.ancestorTitles])
  return ids.filter((id) => !passed.some((title) => new RegExp(`\\b${id}\\b`).test(title)))
}
