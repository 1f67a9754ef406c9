export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.mjs' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFiles: ['<rootDir>/test/seed.ts'],
  // Most of the time is spent in processes that the tests start.
  maxWorkers: 2,
  testTimeout: 60_000,
};
