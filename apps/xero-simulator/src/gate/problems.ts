import { randomUUID } from 'node:crypto';

/** A refusal of the gate as it goes out. */
export interface Refused {
  status: number;
  body: string;
  contentType: string;
  headers?: Record<string, string>;
}

const json = 'application/json; charset=utf-8';
const text = 'text/plain; charset=utf-8';

/** 401: the token ran out. Xero words the moment in American order, in UTC. */
export function tokenExpired(expiredAtSeconds: number): Refused {
  const [date = '', time = ''] = new Date(expiredAtSeconds * 1000).toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return problem(401, 'Unauthorized', `TokenExpired: token expired at ${month}/${day}/${year} ${time}`);
}

/** 401: no token, or one that is not ours. */
export function notAuthenticated(): Refused {
  return problem(401, 'Unauthorized', 'AuthenticationUnsuccessful');
}

/** 401: the token lacks the scope of this endpoint. */
export function missingScope(): Refused {
  return problem(401, 'Unauthorized', 'AuthorizationUnsuccessful');
}

/** 403: the organisation is not connected for this person and app, or its header is missing. */
export function notConnected(): Refused {
  return problem(403, 'Forbidden', 'AuthenticationUnsuccessful');
}

/** 403: the person who connected the app has not the reporting role. */
export function missingReportingRole(): Refused {
  return problem(403, 'Forbidden', 'You are not permitted to access this resource without the reporting role');
}

/** 403: a guess. What Xero says when a trial or subscription has ended is not documented. */
export function subscriptionEnded(): Refused {
  return problem(403, 'Forbidden', 'The organisation\u2019s trial or subscription has ended');
}

/** 429: `concurrent` comes without Retry-After. The body is not documented, so there is none to rely on. */
export function tooManyCalls(limit: string, retryAfterSeconds: number | null): Refused {
  const headers: Record<string, string> = { 'x-rate-limit-problem': limit };
  if (retryAfterSeconds !== null) headers['retry-after'] = String(retryAfterSeconds);
  return { status: 429, body: '', contentType: text, headers };
}

export function serverError(): Refused {
  const body = {
    Title: 'An error occurred',
    Detail: 'An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status.',
    Status: 500,
    Instance: randomUUID(),
  };
  return { status: 500, body: JSON.stringify(body), contentType: json };
}

export function organisationOffline(): Refused {
  return { status: 503, body: 'The Organisation is offline', contentType: text };
}

export function maintenance(form: 'text' | 'html'): Refused {
  const sentence = 'The Xero API is currently offline for maintenance';
  return form === 'text'
    ? { status: 503, body: sentence, contentType: text }
    : { status: 503, body: `<html><head><title>Maintenance</title></head><body><h1>${sentence}</h1></body></html>`, contentType: 'text/html' };
}

export function unavailable(): Refused {
  return { status: 503, body: 'The Xero API is temporarily unavailable', contentType: text };
}

export function gatewayTimeout(): Refused {
  return { status: 504, body: '<html><body><h1>504 Gateway Time-out</h1></body></html>', contentType: 'text/html' };
}

/** Xero's form of what goes wrong before the books are asked. */
export function problem(status: number, title: string, detail: string): Refused {
  const body = { Type: null, Title: title, Status: status, Detail: detail, Instance: randomUUID(), Extensions: {} };
  return { status, body: JSON.stringify(body), contentType: json };
}
