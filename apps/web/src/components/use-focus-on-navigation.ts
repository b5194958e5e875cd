import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** A new screen starts at its own beginning for keyboards and screen readers, not at the link that led to it. */
export function useFocusOnNavigation(): RefObject<HTMLElement | null> {
  const target = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    target.current?.focus({ preventScroll: true });
  }, [pathname]);
  return target;
}
