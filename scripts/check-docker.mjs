import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validate } from 'dockerfile-utils';

/** Checks the image's recipe and the compose file without a Docker engine. */
const root = path.resolve(import.meta.dirname, '..');
const recipe = path.join(root, 'docker', 'Dockerfile');
const faults = validate(readFileSync(recipe, 'utf8'));
for (const { message, range } of faults) console.error(`docker/Dockerfile:${range.start.line + 1} ${message}`);

const compose = spawnSync(process.execPath, [path.join(root, 'node_modules/dclint/bin/dclint.cjs'), '--max-warnings', '0', path.join(root, 'docker')], { stdio: 'inherit' });
process.exit(faults.length > 0 || compose.status !== 0 ? 1 : 0);
