import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder with the built web app, looked for upwards from this file, which runs from sources and from `dist`. */
export function findWebFolder(start = import.meta.dirname): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'apps', 'web', 'dist');
    if (existsSync(path.join(candidate, 'index.html'))) return candidate;
    if (folder === path.dirname(folder)) return undefined;
  }
}
