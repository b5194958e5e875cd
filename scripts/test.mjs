import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, install } from './prepare.mjs';

install();
build();
const jest = path.resolve(import.meta.dirname, '../node_modules/jest/bin/jest.js');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
process.exit(status ?? 1);
