import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import path from 'node:path';

/** Serves the web app's files. One that does not exist is a 404, not the page: a script must never turn out to be HTML. */
export async function serveAssets(fastify: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  const root = path.join(folder, 'assets');
  await fastify.register(fastifyStatic, {
    root,
    prefix: '/assets/',
    index: false,
    cacheControl: false,
    dotfiles: 'ignore',
    decorateReply: false,
    setHeaders: (reply, file) => {
      // The bundler puts its output straight into the folder and a hash into each name; deeper files keep their names.
      const hashed = path.dirname(file) === root;
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
