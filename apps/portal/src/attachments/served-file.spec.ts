import type { FastifyReply } from 'fastify';
import { safeName, sendFile } from './served-file.js';

describe('the name of a file that somebody else named', () => {
  it.each([
    ['receipt.pdf', 'receipt.pdf'], ['Rechnung März (2).pdf', 'Rechnung März (2).pdf'], ['請求書.pdf', '請求書.pdf'], ['../../etc/passwd.txt', 'passwd.txt'], [String.raw`..\..\boot.txt`, 'boot.txt'],
    ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'], ['=HYPERLINK("x").txt', 'HYPERLINK(_x_).txt'], ['invoice\u202etxt.pdf', 'invoicetxt.pdf'], ['CON.txt', '_CON.txt'],
    ['.htaccess', 'htaccess'], ['a\r\nb\0.txt', 'ab.txt'], ['name. . ', 'name'], ['', 'attachment'], ['..', 'attachment'], ['\ud800.txt', '\ufffd.txt'], [undefined, 'attachment'],
  ])('%j is saved as %j', (given, saved) => {
    expect(safeName(given, 'attachment')).toBe(saved);
  });

  it('is cut before its ending', () => {
    expect(safeName(`${'x'.repeat(300)}.pdf`, 'f')).toBe(`${'x'.repeat(116)}.pdf`);
  });
});

describe('a file that is sent', () => {
  const headersOf = (name: string) => {
    let headers: Record<string, string> = {};
    sendFile({ headers: (given: Record<string, string>) => { headers = given; } } as unknown as FastifyReply, { name, contentType: 'application/octet-stream', bytes: Buffer.from('x') });
    return headers;
  };

  it('is saved and not opened, and could do nothing if it were', () => {
    expect(headersOf('a.html')).toEqual({
      'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="a.html"; filename*=UTF-8''a.html`,
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store',
    });
  });

  it('has a header of plain characters whatever its name is', () => {
    for (const name of ['say "hello"; filename=evil.txt', '50%2Foff.png', '請求書.pdf', "O'Brien.txt"]) {
      const header = headersOf(name)['content-disposition'];
      expect(header).toMatch(/^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[\w.~%!-]+$/);
      expect(decodeURIComponent(header.split("UTF-8''")[1])).toBe(name);
    }
  });
});
