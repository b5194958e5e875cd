import { useEffect, useState } from 'react';
import { noticeFailed } from './notice.js';

/** Copies a text and reports `copied` for two seconds. */
export function useCopy(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    writeClipboard(text).then(
      () => setCopied(true),
      () => noticeFailed('Not copied', new Error(`Your browser refused. Copy this by hand: ${text}`)),
    );
  };
  return { copied, copy };
}

/** Browsers offer the clipboard on https and localhost only; elsewhere the old command still works. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('The clipboard refused.');
}
