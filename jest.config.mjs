const common = {
  rootDir: import.meta.dirname ?? new URL('.', import.meta.url).pathname,
  // Each run has a temporary folder of its own; what is compiled outlives it.
  cacheDirectory: '<rootDir>/.cache/jest',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    '^payload-plugin-payer-portal$': '<rootDir>/src/index.ts',
    '^payload-plugin-payer-portal/(connect|stripe|mail|server|portal|client|rsc)$': '<rootDir>/src/exports/$1.ts',
  },
}

const withDatabase = {
  globalSetup: '<rootDir>/test/helpers/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/helpers/globalTeardown.mjs',
}

export default {
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts', '<rootDir>/test/unit/**/*.test.tsx'],
    },
    { ...common, ...withDatabase, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
    { ...common, displayName: 'mariadb', testMatch: ['<rootDir>/test/mariadb/**/*.test.ts'] },
    { ...common, ...withDatabase, displayName: 'ledgersmb', testMatch: ['<rootDir>/test/ledgersmb/**/*.test.ts'] },
    { ...common, ...withDatabase, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
}
