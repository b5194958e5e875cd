import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Ledgerbridge`;
  }, [title]);
}

/** The page's only h1, which also names the browser tab. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <Title order={1} size="h2" textWrap="balance">
      {children ?? title}
    </Title>
  );
}
