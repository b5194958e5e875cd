import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AllowedOrigins } from '#operators/allowed-origins.service';
import { createAdapter, prepareFastify } from './http/fastify.js';
import { NestLogger } from './http/nest-logger.js';
import { IncomingWebhooks } from './incoming-webhooks/incoming-webhooks.service.js';
import { receiveWebhooks } from './incoming-webhooks/receive-webhooks.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { PortalModule, type PortalParts } from './portal.module.js';
import { serveAssets } from './web/serve-assets.js';

/** The whole portal, ready for requests but not yet listening. */
export async function createPortal(parts: PortalParts): Promise<NestFastifyApplication> {
  const nestLogger = new NestLogger(parts.logger);
  const app = await NestFactory.create<NestFastifyApplication>(PortalModule.forRoot(parts), createAdapter(parts.settings, parts.logger), {
    logger: nestLogger,
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  const fastify = app.getHttpAdapter().getInstance();
  const origins = app.get(AllowedOrigins);
  await prepareFastify(fastify, parts.settings, parts.logger, (origin) => origins.allowedByAnyone(origin));
  await receiveWebhooks(fastify, app.get(IncomingWebhooks), parts.logger);
  await serveAssets(fastify, parts.webFolder);
  serveOpenApi(app, parts.settings.publicUrl);
  await app.init();
  await fastify.ready();
  nestLogger.hasStarted();
  return app;
}
