/** Token of the portal's logger. */
export const PortalLogger = Symbol('PortalLogger');
