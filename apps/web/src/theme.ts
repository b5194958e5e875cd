import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const bridge: MantineColorsTuple = [
  '#e8f6f4',
  '#d5ebe8',
  '#a9d8d2',
  '#7ac4bc',
  '#54b3a9',
  '#3ba99d',
  '#24857b',
  '#15716a',
  '#0f5f5a',
  '#084a46',
];

/** A dialog's header would count as a second banner of the page. */
const dialogDefaults = { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'none' } } };

export const theme = createTheme({
  primaryColor: 'bridge',
  colors: { bridge },
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650' },
  components: {
    Modal: { defaultProps: { ...dialogDefaults, centered: true } },
    // Popups stay inside the landmark that opens them, and a menu holds nothing but its items.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    // A list that scrolls would need a stop of its own for the keyboard.
    Select: { defaultProps: { comboboxProps: { withinPortal: false }, maxDropdownHeight: 560 } },
    Drawer: { defaultProps: dialogDefaults },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
  },
});

/** Mantine's own dimmed, placeholder, error and link colours fall short of 4.5:1 on our backgrounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#495057',
    '--mantine-color-placeholder': '#646c74',
    '--mantine-color-error': '#c01f1f',
    '--mantine-color-anchor': '#0f5f5a',
  },
  dark: {
    '--mantine-color-dimmed': '#b8b8b8',
    '--mantine-color-placeholder': '#a0a0a0',
    '--mantine-color-error': '#ff9c9c',
    '--mantine-color-anchor': '#7ac4bc',
  },
});
