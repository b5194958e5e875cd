import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which of our own parts each part may import. Everything else is refused: the arrows run one way. */
const arrows = {
  'libs/accounting': [],
  'libs/connector-kit': ['accounting'],
  'libs/connector-xero': ['connector-kit', 'accounting'],
  'libs/connectors': ['connector-kit', 'connector-xero', 'accounting'],
  'libs/platform': [],
  'libs/vault': ['platform'],
  'libs/embedded-postgres': ['platform'],
  'libs/database': ['platform'],
  'libs/queue': ['platform', 'database'],
  'libs/egress': ['platform'],
  'libs/events': ['platform', 'vault', 'database', 'queue', 'connectors', 'connector-kit', 'egress'],
  'libs/operators': ['platform', 'vault', 'database', 'connectors', 'connector-kit', 'events'],
  'libs/grants': ['platform', 'vault', 'database', 'connectors', 'connector-kit'],
  'libs/calls': ['platform', 'vault', 'database', 'connectors', 'connector-kit', 'grants'],
  'libs/connections': ['platform', 'vault', 'database', 'connectors', 'connector-kit', 'grants', 'queue', 'calls', 'operators', 'events'],
  'libs/books': ['platform', 'database', 'accounting'],
  'libs/records': ['platform', 'database', 'accounting', 'connector-kit'],
  'libs/sync': ['platform', 'database', 'queue', 'accounting', 'connectors', 'connector-kit', 'calls', 'connections', 'records', 'events'],
  'libs/push': ['platform', 'database', 'queue', 'accounting', 'connectors', 'connector-kit', 'calls', 'connections', 'records', 'sync', 'events'],
  'apps/xero-simulator': [],
  'apps/portal': ['accounting', 'connectors', 'connector-kit', 'platform', 'vault', 'database', 'queue', 'operators', 'grants', 'calls', 'connections', 'records', 'sync', 'push', 'events', 'egress', 'books'],
  'apps/worker': ['accounting', 'connectors', 'connector-kit', 'platform', 'vault', 'database', 'queue', 'operators', 'grants', 'calls', 'connections', 'records', 'sync', 'push', 'events', 'books'],
  'apps/launcher': ['platform', 'vault', 'database', 'queue', 'embedded-postgres', 'books'],
};

const parts = Object.keys(arrows).filter((part) => part.startsWith('libs/')).map((part) => part.slice('libs/'.length));

function arrowRule(part) {
  const own = part.startsWith('libs/') ? [part.slice('libs/'.length)] : [];
  const allowed = new Set([...arrows[part], ...own]);
  const refused = parts.filter((name) => !allowed.has(name));
  return {
    files: [`${part}/src/**/*.ts`],
    ignores: ['**/*.spec.ts', '**/*.db-spec.ts'],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [
          ...(refused.length > 0 ? [{ group: refused.map((name) => `#${name}/*`), message: `${part} may import only: ${[...allowed].join(', ') || 'nothing of ours'}.` }] : []),
          { group: ['#test/*', '**/test/**'], message: 'Tests import the product, never the other way round.' },
          { regex: '^(\\.\\./)+(apps|libs)/', message: 'Name another part by its #name, so that the arrows can be checked.' },
        ],
      }],
    },
  };
}

export default tseslint.config(
  { ignores: ['**/dist/**', 'node_modules/**', 'data/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports', fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      // A method of an asynchronous interface may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Settings are read once, in #platform/env.' }],
      eqeqeq: ['error', 'always'],
    },
  },
  ...Object.keys(arrows).map(arrowRule),
  {
    // Nest's injection reads the classes of constructor parameters at run time, which a type import would erase.
    files: ['apps/portal/**/*.ts', 'apps/worker/**/*.ts', 'libs/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['libs/platform/src/env.ts', 'apps/xero-simulator/src/settings.ts', 'apps/launcher/**/*.ts', 'libs/embedded-postgres/**/*.ts', 'test/**/*.ts', '**/*.spec.ts', '**/*.db-spec.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['apps/launcher/**/*.ts', 'test/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/migrations/*.ts', '**/fixtures/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts', '**/*.db-spec.ts'],
    rules: {
      // What a test reads from an answer is checked by its expectations.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': 'error', eqeqeq: ['error', 'always'] },
  },
);
