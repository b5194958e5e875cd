import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { getLinkConnection, startLinkConnection } from '../api/link.js';
import { LinkLoader } from '../components/link-loader.js';
import { LinkStartForm } from '../components/link-start-form.js';

/** One connection's own address, where consent is given or renewed. It shows a page first: what opens links in advance starts nothing. */
export function LinkConnectionScreen() {
  const connectionId = useParams().connectionId ?? '';
  const link = useQuery({ queryKey: ['link-connection', connectionId], queryFn: () => getLinkConnection(connectionId) });
  return <LinkLoader query={link}>{(found) => <LinkStartForm link={found} start={() => startLinkConnection(connectionId)} />}</LinkLoader>;
}
