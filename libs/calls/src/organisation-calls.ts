import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ArrivingFile } from '#connector-kit/arriving-file';
import type { Call, CallAnswer, CallRequest } from '#connector-kit/call';
import { ConnectorError } from '#connector-kit/errors';
import { Grants } from '#grants/grants.service';
import { TokenEndpoint } from '#grants/token-endpoint';
import { CallBudget, type Purpose } from './call-budget.js';
import { type CallTarget, CallTargets } from './call-targets.js';
import { ConnectionLosses } from './connection-losses.js';
import { HttpCallers } from './http-callers.js';

/** How often one call is sent at most, whatever it is answered. */
const mostTries = 4;

/**
 * Makes the `Call` that a connector reads with: limited, authenticated, in the name of one organisation, metered.
 *
 * What heals within about two seconds is healed here: an expired token (refreshed once), a refusal for too many calls at
 * once, a fault of the network on a call without effect. A write is never sent again after it may have arrived. A refused organisation is believed only when the platform no
 * longer lists it. Everything else is thrown as the ConnectorError that says what happens next.
 */
@Injectable()
export class OrganisationCalls {
  constructor(
    private readonly targets: CallTargets,
    private readonly budget: CallBudget,
    private readonly grants: Grants,
    private readonly endpoint: TokenEndpoint,
    private readonly http: HttpCallers,
    private readonly losses: ConnectionLosses,
  ) {}

  /** `organisationId`: throws ConnectorError `reconnect` if the connection is of another organisation by now. */
  async callFor(operatorId: string, connectionId: string, purpose: Purpose = 'pull', organisationId?: string): Promise<Call> {
    const target = await this.targets.ofConnection(operatorId, connectionId, purpose);
    if (organisationId !== undefined && target.organisationId !== organisationId) {
      throw new ConnectorError('reconnect', 'notConnected', { detail: 'The connection is of another organisation now.' });
    }
    return (request) => this.send(target, request);
  }

  /** A `Call` in the name of the grant's user alone, as listing and ending connections needs. */
  async callForGrant(operatorId: string, grantId: string): Promise<Call> {
    const target = await this.targets.ofGrant(operatorId, grantId);
    return (request) => this.send(target, request);
  }

  /** A `Call` in the name of the app itself, as ending a connection needs when the tokens of its user are dead. */
  async callForApp(operatorId: string, appId: string): Promise<Call> {
    const target = await this.targets.ofApp(operatorId, appId);
    return (request) => this.send(target, request);
  }

  private async send(target: CallTarget, request: CallRequest): Promise<CallAnswer> {
    const seen = { refusedToken: undefined as string | undefined, checked: false };
    for (let tries = 1; ; tries += 1) {
      const token = await this.token(target, seen.refusedToken);
      const outcome = await this.once(target, request, token);
      if (!(outcome instanceof ConnectorError)) return outcome;
      if (tries >= mostTries) throw believed(outcome);
      if (outcome.reason === 'tokenExpired') {
        if (seen.refusedToken !== undefined) throw believed(outcome);
        seen.refusedToken = token;
      } else if (outcome.reason === 'notConnected' && target.connectionId !== null) {
        if (seen.checked) throw believed(outcome);
        await this.check(target, outcome);
        seen.checked = true;
      } else if (outcome.reason !== 'concurrentLimit') {
        if (!isBlip(outcome, request, target.purpose)) throw outcome;
        await pause(200 * 2 ** tries * (0.5 + Math.random()));
      }
    }
  }

  private async token({ operatorId, appId, grantId }: CallTarget, rejected: string | undefined): Promise<string> {
    if (grantId === null) return this.endpoint.appToken(operatorId, appId);
    try {
      return await this.grants.accessToken(operatorId, grantId, rejected === undefined ? {} : { rejected });
    } catch (error) {
      if (error instanceof ConnectorError && error.reason === 'grantDead') {
        await this.losses.grantLost(operatorId, grantId, error.detail ?? 'The consent is no longer valid.');
      }
      throw error;
    }
  }

  /** One request. A ConnectorError is returned, so that `send` decides; anything else is a fault of ours and thrown. */
  private async once(target: CallTarget, request: CallRequest, token: string): Promise<CallAnswer | ConnectorError> {
    const { connector, hosts } = target.platform;
    const headers: Record<string, string> = { ...request.headers, authorization: `Bearer ${token}` };
    if (target.organisationId !== null) headers[connector.organisationHeader] = target.organisationId;
    const ticket = await this.budget.take(target);
    let answer: CallAnswer | undefined;
    let failure: ConnectorError | null = null;
    try {
      if (performance.now() > (request.notAfter ?? Infinity)) throw new ConnectorError('unavailable', 'timeout');
      answer = await this.http.send(hosts.apiUrl, { ...request, headers });
      failure = connector.classify(answer);
      return failure ?? answer;
    } catch (error) {
      if (error instanceof ConnectorError) return error;
      throw error;
    } finally {
      const end = {
        ...(answer && { remaining: connector.remaining(answer) }),
        ...(failure?.kind === 'throttled' && { throttled: failure }),
      };
      const billed = (bytes: number) => (connector.billed(request) ? bytes : 0);
      // A file is under way until its last byte.
      if (answer?.body instanceof ArrivingFile) void answer.body.ended.then((bytes) => ticket.finish({ ...end, bytes: billed(bytes) }));
      else await ticket.finish({ ...end, bytes: billed(answer?.bytes ?? 0) });
    }
  }

  /** Returns when the platform still lists the organisation; otherwise reports the loss and throws. */
  private async check(target: CallTarget, refusal: ConnectorError): Promise<void> {
    const { operatorId, grantId, connectionId, organisationId, platform: { connector } } = target;
    const listed = await connector.organisations(await this.callForGrant(operatorId, grantId!));
    if (listed.some((organisation) => organisation.organisationId === organisationId)) return;
    await this.losses.connectionLost(operatorId, connectionId!, `The organisation is no longer connected at ${connector.name}.`);
    throw refusal;
  }
}

/**
 * What is left to say when a check spoke against a refusal: a token fresh from the refresh, or an organisation that the
 * platform lists, was refused all the same. That was seen to pass.
 */
function believed(failure: ConnectorError): ConnectorError {
  if (failure.kind !== 'reconnect') return failure;
  const { status, correlationId, detail } = failure;
  const reason = failure.reason === 'notConnected' ? 'refusedThoughListed' : 'platformFault';
  return new ConnectorError('unavailable', reason, { status, correlationId, detail, retryAfterSeconds: 30 });
}

/** A fault of one moment on a request that may be sent twice. */
function isBlip({ kind, reason }: ConnectorError, { method }: CallRequest, purpose: Purpose): boolean {
  return kind === 'unavailable' && ['network', 'platformFault', 'unreadable'].includes(reason)
    && (method === 'GET' || (method === 'DELETE' && purpose !== 'write'));
}
