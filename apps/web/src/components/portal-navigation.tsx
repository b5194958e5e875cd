import { NavLink } from '@mantine/core';
import { IconBuilding, IconSettings } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';

interface Props {
  onNavigate: () => void;
}

const accounting = '/settings/integrations/accounting';

/** The settings tree is always open: a level leads to the first page below it. */
export function PortalNavigation({ onNavigate }: Props) {
  const { pathname } = useLocation();
  const inside = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  const item = (label: string, to: string, level: number, active: boolean, icon?: ReactNode) => (
    <NavLink
      component={Link}
      to={to}
      label={label}
      leftSection={icon}
      active={active}
      aria-current={active ? 'page' : undefined}
      onClick={onNavigate}
      pl={level === 0 ? 'sm' : 28 + level * 14}
    />
  );
  return (
    <>
      {item('Companies', '/companies', 0, inside('/companies'), <IconBuilding size={18} aria-hidden />)}
      {item('Settings', '/settings', 0, false, <IconSettings size={18} aria-hidden />)}
      {item('Integrations', '/settings/integrations', 1, false)}
      {item('Accounting', accounting, 2, inside(accounting))}
      {item('SQL access', '/settings/sql', 1, inside('/settings/sql'))}
    </>
  );
}
