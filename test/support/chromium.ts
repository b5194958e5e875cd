import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is installed: CHROMIUM names one in an unusual place. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'], ...places].find((place) => place !== undefined && existsSync(place));
}

/**
 * `describe` for tests that need a real browser. Without one they are skipped with a notice; REQUIRE_CHROMIUM=1 makes
 * that a failure, so that a machine that must have one cannot pass without it.
 */
export function describeInBrowser(name: string, tests: (launch: () => Promise<Browser>) => void): void {
  const executablePath = findChromium();
  if (executablePath) {
    // Chromium's own sandbox needs rights that containers do not give.
    describe(name, () => tests(() => chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })));
  } else if (process.env['REQUIRE_CHROMIUM'] === '1') {
    it(name, () => {
      throw new Error('REQUIRE_CHROMIUM is set, but no Chromium is installed');
    });
  } else {
    process.stderr.write(`Skipped, because no Chromium is installed: ${name} (Debian: apt-get install chromium)\n`);
    describe.skip(name, () => {
      it('needs Chromium', () => undefined);
    });
  }
}
