/** Jest as ESM: TypeScript is transformed by swc, types are checked by `npm run typecheck`. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/lib', '<rootDir>/dist', '<rootDir>/.cache'],
  // Real parts take real time on a busy machine; a hang is caught, slowness is not judged.
  testTimeout: 120_000,
};
