import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Set-up that both commands share: a fresh clone has Node and npm, nothing else. */
const root = path.resolve(import.meta.dirname, '..');

/** Installs what the lockfile names, unless that was done already. */
export function install() {
  refuseOldNode();
  const lock = fingerprint([path.join(root, 'package-lock.json'), path.join(root, 'package.json'), path.join(root, 'apps/web/package.json')]);
  const stamp = path.join(root, 'node_modules', '.ledgerbridge-installed');
  if (read(stamp) === lock) return;
  console.log('Installing packages (the first time takes a minute or two) …');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Compiles servers and pages, unless nothing changed since the last time. */
export function build() {
  const sources = fingerprint(['apps', 'libs', 'test', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].flatMap((name) => files(path.join(root, name))));
  const stamp = path.join(root, 'dist', '.ledgerbridge-built');
  if (read(stamp) === sources && existsSync(path.join(root, 'apps/web/dist/index.html'))) return;
  console.log('Building …');
  run('npm', ['run', '--silent', 'build']);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) fail(`${command} could not be started: ${error.message}`);
  if (signal) process.exit(130);
  if (status !== 0) fail(`"${command} ${args.join(' ')}" failed: what it printed above says why.`);
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) fail(`Ledgerbridge needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

function files(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => !['node_modules', 'dist'].includes(entry.name))
    .flatMap((entry) => files(path.join(place, entry.name)));
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.sort()) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
