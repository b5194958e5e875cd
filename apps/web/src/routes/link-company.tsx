import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { getLinkCompany, type LinkCompany, startLink } from '../api/link.js';
import { LinkLoader } from '../components/link-loader.js';
import { LinkResult } from '../components/link-result.js';
import { LinkStartForm } from '../components/link-start-form.js';

/** A company's Link URL. */
export function LinkCompanyScreen() {
  const companyId = useParams().companyId ?? '';
  const link = useQuery({ queryKey: ['link', companyId], queryFn: () => getLinkCompany(companyId) });
  return <LinkLoader query={link}>{(found) => <CompanyState link={found} />}</LinkLoader>;
}

function CompanyState({ link }: { link: LinkCompany }) {
  const { connection, operator, company } = link;
  if (connection?.status === 'Linked') {
    const organisation = connection.organisationName || 'Your organisation';
    return (
      <LinkResult
        look="done"
        title={`${company.name} is already linked`}
        lines={[
          `${organisation} in ${connection.platformName} is linked to ${operator.name}. You do not need to do anything.`,
          `To link another organisation instead, ask ${operator.name} to unlink this one first.`,
        ]}
      />
    );
  }
  return <LinkStartForm link={link} start={(platformKey) => startLink(company.id, platformKey)} />;
}
