import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { command, ControlError, found } from '../control/control.js';
import type { App, Webhook } from '../identity/model.js';
import type { World } from '../identity/world.js';
import { deliveriesQuery, floodCommand, webhookCommand } from './commands.js';
import { flood } from './flood.js';
import type { Webhooks } from './webhooks.js';

type ById = { Params: { id: string } };

/** Control of what apps are told of changes. At Xero a person enters the address in the developer portal and is shown the key. */
export function webhooksRoutes(scope: FastifyInstance, world: World, webhooks: Webhooks): void {
  const appOf = (clientId: string) => found(world.apps.get(clientId), 'app');
  const webhookOf = (app: App): Webhook => found(app.webhook ?? undefined, 'webhook');

  scope.put<ById>('/simulator/apps/:id/webhook', (request) => {
    const app = appOf(request.params.id);
    const asked = command(webhookCommand, request.body);
    app.webhook = { ...asked, key: asked.key ?? app.webhook?.key ?? randomBytes(64).toString('base64'), disabled: false, sequence: app.webhook?.sequence ?? 0 };
    world.keep();
    return app.webhook;
  });
  scope.delete<ById>('/simulator/apps/:id/webhook', (request, reply) => {
    appOf(request.params.id).webhook = null;
    world.keep();
    return reply.code(204).send();
  });
  scope.get<ById>('/simulator/apps/:id/webhook', (request) => webhookOf(appOf(request.params.id)));
  scope.get('/simulator/deliveries', (request) => webhooks.deliveries.slice(-command(deliveriesQuery, request.query).last));

  scope.post<ById>('/simulator/apps/:id/webhook/intent', (request) => {
    const app = appOf(request.params.id);
    return webhooks.checkIntent(app, webhookOf(app));
  });

  scope.post<ById>('/simulator/apps/:id/webhook/flood', (request) => {
    const { url, key } = webhookOf(appOf(request.params.id));
    const { tenantIds = [...world.organisations.keys()], ...order } = command(floodCommand, request.body);
    if (!url.startsWith('http:')) throw new ControlError(400, 'A flood goes to http addresses only.');
    return flood({ url, key, tenantIds, ...order });
  });
}
