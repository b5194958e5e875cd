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
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private async go(url: string, init: RequestInit): Promise<string> {
    let next = url;
    let request = init;
    for (let steps = 0; steps < 20; steps += 1) {
      const response = await this.send(next, request);
      this.address = next;
      const location = response.headers.get('location');
      if (!location || response.status < 300 || response.status > 399) return response.text();
      await response.arrayBuffer();
      next = new URL(location, next).toString();
      request = { method: 'GET' };
      if (this.stopAt && next.startsWith(this.stopAt)) {
        this.address = next;
        return '';
      }
    }
    throw new Error(`Too many redirects from ${url}`);
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (value === '' || /max-age=0\b/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value?.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
