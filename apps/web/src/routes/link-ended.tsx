import { useSearchParams } from 'react-router';
import { LinkResult } from '../components/link-result.js';
import { explainReason } from '../format/link-reasons.js';

/** The end of an attempt that cannot be shown in this browser, or that nobody knows. */
export function LinkEndedScreen() {
  const [parameters] = useSearchParams();
  const { title, what, next } = explainReason(parameters.get('reason') ?? 'unknown');
  return <LinkResult look="stopped" title={title} lines={[what, next]} />;
}
