import { isChange, isSameOrigin } from './same-origin.js';

const url = 'https://books.example.com/portal';

describe('the same-origin check', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://books.example.com' }, true],
    [{ origin: 'https://books.example.com' }, true],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://books.example.com' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://books.example.com' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'https://evil.example.com' }, false],
    [{ origin: 'http://books.example.com' }, false],
    [{ origin: 'https://books.example.com:8443' }, false],
    [{ origin: 'https://books.example.com.evil.test' }, false],
    [{ origin: 'null' }, false],
    [{}, false],
  ])('of %j is %s', (headers, expected) => {
    expect(isSameOrigin(headers, url)).toBe(expected);
  });

  it('is not asked of methods that change nothing', () => {
    expect(['GET', 'HEAD', 'OPTIONS'].map(isChange)).toEqual([false, false, false]);
    expect(['POST', 'PUT', 'PATCH', 'DELETE'].map(isChange)).toEqual([true, true, true, true]);
  });
});
