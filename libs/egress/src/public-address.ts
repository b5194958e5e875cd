import ipaddr from 'ipaddr.js';

/**
 * What the library's table of special ranges (IANA's registries) still takes for plain unicast, and what does not lead
 * to a stranger's server all the same.
 */
const alsoRefused = [
  // Azure's host agent answers every virtual machine at this public address.
  '168.63.129.16/32',
  // Documentation (RFC 9637).
  '3fff::/20',
].map((range) => ipaddr.parseCIDR(range));

/** All that is routed on the internet in IPv6. NAT64's local prefix, translated and unassigned addresses lie outside of it. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address, in its canonical form, belongs to a server on the public internet: neither to this machine nor its
 * network, nor to another address in disguise (mapped, translated, tunnelled).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || alsoRefused.some((range) => parsed.kind() === range[0].kind() && parsed.match(range))) return false;
  return parsed.kind() === 'ipv4' || (parsed.match(globalUnicast) && !isIsatap(parsed as ipaddr.IPv6));
}

/** ISATAP (RFC 5214) carries an IPv4 address in the last half of an address of any prefix. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return (parts[4] & 0xfdff) === 0 && parts[5] === 0x5efe;
}
