import { createBrowserRouter, Navigate } from 'react-router';
import { PageCrash } from './components/page-crash.js';
import { PageLoader } from './components/page-loader.js';

/** Every screen is a chunk of its own: a person who links a company never loads the portal. */
export const router = createBrowserRouter([
  {
    errorElement: <PageCrash />,
    hydrateFallbackElement: <PageLoader />,
    children: [
      { path: '/sign-in', lazy: async () => ({ Component: (await import('./routes/sign-in.js')).SignInScreen }) },
      {
        lazy: async () => ({ Component: (await import('./components/portal-shell.js')).PortalShell }),
        children: [
          { index: true, element: <Navigate to="/companies" replace /> },
          { path: '/companies', lazy: async () => ({ Component: (await import('./routes/companies.js')).CompaniesScreen }) },
          {
            path: '/companies/:companyId',
            lazy: async () => ({ Component: (await import('./routes/company.js')).CompanyScreen }),
          },
          { path: '/settings', element: <Navigate to="/settings/integrations/accounting" replace /> },
          { path: '/settings/integrations', element: <Navigate to="/settings/integrations/accounting" replace /> },
          {
            path: '/settings/integrations/accounting',
            lazy: async () => ({ Component: (await import('./routes/accounting-integrations.js')).AccountingIntegrationsScreen }),
          },
          { path: '/settings/sql', lazy: async () => ({ Component: (await import('./routes/sql-access.js')).SqlAccessScreen }) },
          {
            path: '/settings/integrations/accounting/:name',
            lazy: async () => ({ Component: (await import('./routes/integration-settings.js')).IntegrationSettingsScreen }),
          },
        ],
      },
      {
        lazy: async () => ({ Component: (await import('./components/link-page.js')).LinkPage }),
        children: [
          {
            path: '/link/company/:companyId',
            lazy: async () => ({ Component: (await import('./routes/link-company.js')).LinkCompanyScreen }),
          },
          {
            path: '/link/connections/:connectionId/start',
            lazy: async () => ({ Component: (await import('./routes/link-connection.js')).LinkConnectionScreen }),
          },
          {
            path: '/link/attempts/:attemptId',
            lazy: async () => ({ Component: (await import('./routes/link-attempt.js')).LinkAttemptScreen }),
          },
          { path: '/link/ended', lazy: async () => ({ Component: (await import('./routes/link-ended.js')).LinkEndedScreen }) },
        ],
      },
      { path: '*', lazy: async () => ({ Component: (await import('./routes/not-found.js')).NotFoundScreen }) },
    ],
  },
]);
