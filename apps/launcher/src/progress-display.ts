import type { PullProgress } from './demo.js';

/** One line that is drawn over on a terminal; elsewhere a line whenever a data type is done. */
export function progressDisplay(out: NodeJS.WriteStream): (progress: PullProgress[]) => void {
  const reported = new Set<string>();
  return (progress) => {
    const done = progress.filter(({ status }) => status === 'Complete');
    const running = progress.filter(({ status }) => status !== 'Complete' && status !== 'NotSupported');
    if (out.isTTY) {
      const width = 24;
      const share = progress.length === 0 ? 0 : progress.reduce((sum, one) => sum + (one.status === 'Complete' ? 100 : one.progress), 0) / (progress.length * 100);
      const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
      const now = running.slice(0, 3).map(({ dataType }) => dataType).join(', ');
      out.write(`\r\u001b[2K  ${bar} ${done.length} of ${progress.length} data types${now ? `, now ${now}` : ''}`);
      if (progress.length > 0 && running.length === 0) out.write('\n');
      return;
    }
    for (const { dataType } of done) {
      if (!reported.has(dataType)) out.write(`  pulled ${dataType}\n`);
      reported.add(dataType);
    }
  };
}
