import { ApiError, call } from './http.js';

export interface Session {
  user: { email: string; name: string; role: string };
  operator: { id: string; name: string };
}

const path = '/portal/api/session';

/** Who is signed in, or null. */
export async function getSession(): Promise<Session | null> {
  try {
    return await call<Session>('GET', path);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export const signIn = (email: string, password: string) => call<Session>('POST', path, { body: { email, password } });

export const signOut = () => call<void>('DELETE', path);
