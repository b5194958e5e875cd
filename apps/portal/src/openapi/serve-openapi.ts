import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './document.js';

/**
 * Serves the API's description at /api/openapi.json and a page to read it at /api/docs, to everybody: it holds nothing
 * but what the API is like. All files of the page are our own server's.
 */
export function serveOpenApi(app: NestFastifyApplication, publicUrl: string): void {
  const document = openApiDocument(publicUrl) as unknown as OpenAPIObject;
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Ledgerbridge API',
    customCss: '.swagger-ui .topbar { display: none }',
    swaggerOptions: { docExpansion: 'list', defaultModelRendering: 'model', defaultModelsExpandDepth: 0, displayRequestDuration: true, validatorUrl: null },
  });
}
