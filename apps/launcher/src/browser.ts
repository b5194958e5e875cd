import axios, { type AxiosResponse } from 'axios';

/** A browser without a screen: keeps cookies per origin, follows redirects, sends forms. Enough for pages that need no script. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Address of the page that was last shown. */
  address = '';

  /** A redirect to an address that begins so is not followed: `address` then holds it. */
  stopAt: string | undefined;

  async open(url: string): Promise<string> {
    return this.go(url, { method: 'GET' });
  }

  /** Sends the form on the page at hand, with its hidden fields, as the named button would. */
  async submit(page: string, fields: Record<string, string>): Promise<string> {
    const form = /<form\b[^>]*>[\s\S]*?<\/form>/i.exec(page)?.[0];
    if (!form) throw new Error(`No form on ${this.address}`);
    const action = attribute(/<form\b[^>]*>/i.exec(form)![0], 'action') ?? this.address;
    const body = new URLSearchParams();
    for (const [input] of form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/gi)) {
      body.append(attribute(input, 'name') ?? '', attribute(input, 'value') ?? '');
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.go(new URL(action, this.address).toString(), {
      method: 'POST', body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  /** A call as a page's script makes it: JSON both ways, with the page's cookies and origin. */
  async call<T>(method: string, url: string, body?: unknown): Promise<T> {
    const response = await this.send(url, {
      method,
      headers: { accept: 'application/json', origin: new URL(url).origin, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status > 299) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${response.data.slice(0, 300)}`);
    return (response.data ? JSON.parse(response.data) : undefined) as T;
  }

  private async go(url: string, request: PageRequest): Promise<string> {
    let next = url;
    let step = request;
    for (let steps = 0; steps < 20; steps += 1) {
      const { status, headers, data } = await this.send(next, step);
      this.address = next;
      const { location } = headers as { location?: string };
      if (!location || status < 300 || status > 399) return data;
      next = new URL(location, next).toString();
      step = { method: 'GET' };
      if (this.stopAt && next.startsWith(this.stopAt)) {
        this.address = next;
        return '';
      }
    }
    throw new Error(`Too many redirects from ${url}`);
  }

  private async send(url: string, { method, headers = {}, body }: PageRequest): Promise<AxiosResponse<string>> {
    const { origin } = new URL(url);
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, jar);
    const cookie = jar.size > 0 ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {};
    const response = await axios.request<string>({
      url, method, data: body, headers: { ...headers, ...cookie },
      maxRedirects: 0, timeout: 30_000, proxy: false, responseType: 'text', transformResponse: (text: string) => text, validateStatus: () => true,
    });
    for (const cookie of response.headers['set-cookie'] ?? []) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (value === '' || /max-age=0\b/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }
}

interface PageRequest {
  method: string;
  headers?: Record<string, string>;
  body?: string;
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value?.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
