import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Token and type of the page that every address of the web app answers with. */
export const WebPage = Symbol('WebPage');
export interface WebPage {
  status: number;
  html: string;
}

const notBuilt = '<!doctype html><meta charset="utf-8"><title>Ledgerbridge</title><p>The web app has not been built: run “npm run build” and start again.</p>';

/** Reads the page once: it names its assets by their hash, so page and assets come from one build. */
export function readWebPage(folder: string | undefined): WebPage {
  if (folder === undefined) return { status: 503, html: notBuilt };
  return { status: 200, html: readFileSync(path.join(folder, 'index.html'), 'utf8') };
}
