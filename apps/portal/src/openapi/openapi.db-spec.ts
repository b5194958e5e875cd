import { type Json, usePortalApi } from '#test/portal-api';
import type { FastifyInstance } from 'fastify';
import { operations } from '../api/operations.js';

describe('the description of the API', () => {
  const api = usePortalApi();
  let document: Json;

  beforeAll(async () => {
    document = (await api.app.inject('/api/openapi.json')).json();
  });

  it('has every route below /api, and no other', () => {
    const routed = routesOf(api.app.getHttpAdapter().getInstance()).filter((route) => route.includes(' /api/') && !/ \/api\/(docs|openapi\.json)/.test(route));
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} /api${path}`));
    expect(described.sort()).toEqual(routed.sort());
    expect(described.length).toBe(operations.length);
  });

  it('says the one success code of each operation', () => {
    for (const { method, path, success } of operations) {
      const codes = Object.keys(document.paths[path][method.toLowerCase()].responses).filter((code) => code.startsWith('2'));
      expect({ path, codes }).toEqual({ path, codes: [String(success.status)] });
    }
  });

  it('says of each operation that it refuses parameters that it does not know', async () => {
    const operator = await api.addOperator();
    for (const { method, path } of operations) {
      const address = path.replace('{dataType}', 'invoices').replace(/\{\w+\}/g, '019b0000-0000-7000-8000-000000000000');
      const { status } = await operator.call(method, `${address}?nobody=knows`, {});
      const described = Object.keys(document.paths[path][method.toLowerCase()].responses);
      expect({ method, path, status, described: described.includes(String(status)) }).toEqual({ method, path, status: 400, described: true });
    }
  });

  it('names every operation once and names no schema that is not there', () => {
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of references) {
      const found = reference.split('/').reduce<Record<string, unknown> | undefined>((at, step) => at?.[step] as Record<string, unknown> | undefined, document);
      expect({ reference, found: found !== undefined }).toEqual({ reference, found: true });
    }
  });

  it('explains every parameter and every field', () => {
    const silent: string[] = [];
    walk(document, '', (schema, path) => {
      // A list of properties by name, one of which may be named `properties`.
      if (path.endsWith('/properties')) return;
      for (const [name, property] of Object.entries<Json>(schema.properties ?? {})) {
        if (!property.description && !property.$ref && name !== 'href') silent.push(`${path}.${name}`);
      }
      for (const parameter of schema.parameters ?? []) if (!parameter.description) silent.push(`${path} ${parameter.name}`);
    });
    expect(silent).toEqual([]);
  });

  it('is there for everybody, at the address that it says it describes', async () => {
    const response = await api.app.inject('/api/openapi.json');
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, expect.stringContaining('application/json')]);
    expect(document.servers).toEqual([{ url: `${api.publicUrl}/api` }]);
  });

  it('has a page whose scripts and styles are files of this server', async () => {
    const { body } = await api.app.inject('/api/docs');
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => new URL(match[1], `${api.publicUrl}/api/docs`));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file.origin).toBe(api.publicUrl);
      expect([file.pathname, (await api.app.inject(file.pathname)).statusCode]).toEqual([file.pathname, 200]);
    }
    expect(body).not.toMatch(/<script(?![^>]*src=)/);
  });
});

function walk(node: Json, path: string, visit: (node: Json, path: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visit(node, path);
  for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`, visit);
}

/** `GET /api/companies/{companyId}`, read from the router itself. */
function routesOf(fastify: FastifyInstance): string[] {
  const above: string[] = [];
  return fastify.printRoutes({ commonPrefix: false }).split('\n').flatMap((line) => {
    const parts = /^([│ ]*)[├└]── (\S+) \(([^)]+)\)/.exec(line);
    if (!parts) return [];
    const depth = parts[1].length / 4;
    above.length = depth;
    above.push(parts[2]);
    const path = above.join('').replace(/:(\w+)/g, '{$1}');
    return parts[3].split(', ').filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`);
  });
}
