import axe from 'axe-core';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Browser, ConsoleMessage, Locator, Page } from 'playwright-core';
import { OperatorClient } from './operator-client.js';
import { type RunningPlatform, startPlatform } from './processes.js';

/** Each width and each colour scheme once; `EVERY_LOOK=1` looks at both schemes in both widths. */
const looks = [
  { width: 1280, height: 800, colorScheme: 'light', keyboard: true },
  { width: 375, height: 740, colorScheme: 'dark', keyboard: true },
  ...(process.env['EVERY_LOOK'] === '1' ? [
    { width: 375, height: 740, colorScheme: 'light', keyboard: false },
    { width: 1280, height: 800, colorScheme: 'dark', keyboard: false },
  ] as const : []),
] as const;

/** More than any page has before its main action. */
const mostStops = 80;

const probe = readFileSync('test/support/page-probe.js', 'utf8');

/** What of page-probe.js is called with an argument. */
interface Probe {
  focusFaults(element: unknown): string[] | null;
}

/** Goes through the pages as people do, and gathers what is wrong with them. */
export class PageTour {
  private findings: string[] = [];
  private readonly complaints: string[] = [];

  private constructor(private readonly browser: Browser, readonly platform: RunningPlatform, readonly client: OperatorClient, readonly database: pg.Client) {}

  /** A platform and a browser of the tour's own. Some states of a page take long to come about: those are set in the database. */
  static async start(launch: () => Promise<Browser>, simulator: NodeJS.ProcessEnv): Promise<PageTour> {
    const platform = await startPlatform({ simulator });
    const database = new pg.Client({ connectionString: platform.adminUrl });
    await database.connect();
    return new PageTour(await launch(), platform, await OperatorClient.signedIn(platform), database);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.database.end();
    await this.platform.stop();
  }

  /** A browser profile of its own, as another person has. */
  async newPerson(): Promise<Page> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !isRefusal(message)) this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    return page;
  }

  async open(page: Page, path: string): Promise<void> {
    await page.goto(new URL(path, this.platform.portalUrl).toString());
  }

  /** Signs the operator's person in, who then sees the page that was asked for. */
  async signIn(page: Page): Promise<void> {
    const { email, password } = this.platform.admin;
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await button(page, 'Sign in').click();
    await page.getByRole('button', { name: /^User menu/ }).waitFor();
  }

  /** Lets the person tick several organisations, as if Xero ignored that we ask for one. */
  async offerSeveral(page: Page): Promise<void> {
    await page.route(`${this.platform.simulatorUrl}/identity/connect/authorize?*`, (route) => {
      const url = new URL(route.request().url());
      url.search = url.search.replace(/&acr_values=[^&]*/, '');
      return route.continue({ url: url.toString() });
    });
  }

  /** A call of the simulator's control API. */
  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.platform.simulatorUrl}/simulator${path}`, {
      method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return await response.json() as T;
  }

  /**
   * Looks at the page as it stands, wide and narrow, light and dark: for broken rules of axe, sideways scrolling, and
   * a main action that the keyboard does not reach or whose focus cannot be seen.
   */
  async audit(page: Page, state: string, mainAction?: Locator): Promise<void> {
    if (!await page.evaluate('typeof probe === "object"')) await page.evaluate(`${axe.source};${probe}`);
    for (const { width, height, colorScheme, keyboard } of looks) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate<string[]>('probe.faults()');
      if (keyboard && mainAction) found.push(...await keyboardFaults(page, mainAction));
      this.findings.push(...found.map((fault) => `${state}, ${width} px, ${colorScheme}: ${fault}`));
    }
    const [{ width, height }] = looks;
    await page.setViewportSize({ width, height });
  }

  /** What was found since the last call. */
  found(): string[] {
    const found = this.findings;
    this.findings = [];
    return found;
  }

  /** What the browsers complained about so far, except the refusals of our API that a test provokes. */
  complained(): readonly string[] {
    return this.complaints;
  }
}

const isRefusal = (message: ConsoleMessage): boolean =>
  /^Failed to load resource: .* status of 4\d\d/.test(message.text())
  && /^\/(portal\/api|link\/api|api)\//.test(new URL(message.location().url).pathname);

async function keyboardFaults(page: Page, action: Locator): Promise<string[]> {
  await page.evaluate('probe.focusTop()');
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    const faults = await action.evaluate((element) => (globalThis as unknown as { probe: Probe }).probe.focusFaults(element));
    if (faults) return faults;
  }
  return [`the keyboard does not reach ${action.toString()}`];
}

export const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true });
export const link = (within: Page | Locator, name: string | RegExp): Locator => within.getByRole('link', { name, exact: true });
export const heading = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
export const shows = (page: Page, words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor();

/** At the simulator's own page, up to the choice of organisations. */
export async function logInAtXero(person: Page, email: string): Promise<void> {
  await person.getByLabel('Email address').fill(email);
  await person.getByLabel('Password').fill('demo');
  await button(person, 'Log in').click();
  await button(person, 'Allow access').waitFor();
}
