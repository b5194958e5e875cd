import { SetMetadata } from '@nestjs/common';

/** Who may call a route: an API key or a signed-in person, only a signed-in person, or anybody. */
export type AccessKind = 'operator' | 'session' | 'public';

export const accessKey = 'ledgerbridge:access';

/** Without this decorator a route needs an operator's credentials, so that a forgotten one is closed, not open. */
export const Access = (kind: AccessKind) => SetMetadata(accessKey, kind);
