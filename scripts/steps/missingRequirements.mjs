import fs from 'node:fs'

/** The listed requirements that no passed test carries in its name, or in the name of its group. */
export function missingRequirements(listFile, testResults) {
  const passed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName),
  )
  const required = JSON.parse(fs.readFileSync(listFile, 'utf8'))
  return required.filter(
    (requirement) => !passed.some((name) => name.toLowerCase().includes(requirement.toLowerCase())),
  )
}
