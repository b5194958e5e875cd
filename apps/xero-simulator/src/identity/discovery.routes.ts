import type { FastifyInstance } from 'fastify';
import { keySet, type SigningKey } from './signing-key.js';
import { originOf } from './token.routes.js';

const discoveryPath = '/.well-known/openid-configuration';

/** The discovery document and the key set. Addresses follow the host that the client used. */
export function discoveryRoutes(server: FastifyInstance, key: SigningKey): void {
  server.get(discoveryPath, (request, reply) => {
    const origin = originOf(request);
    return reply.send({
      issuer: origin,
      jwks_uri: `${origin}${discoveryPath}/jwks`,
      authorization_endpoint: `${origin}/identity/connect/authorize`,
      token_endpoint: `${origin}/connect/token`,
      userinfo_endpoint: `${origin}/connect/userinfo`,
      revocation_endpoint: `${origin}/connect/revocation`,
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['S256'],
    });
  });
  server.get(`${discoveryPath}/jwks`, (_request, reply) => reply.send(keySet(key)));
}
