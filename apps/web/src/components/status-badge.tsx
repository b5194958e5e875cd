import { Badge, ColorSwatch } from '@mantine/core';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'quiet';

const dots: Record<Tone, string> = {
  good: 'var(--mantine-color-green-7)',
  warn: 'var(--mantine-color-yellow-6)',
  bad: 'var(--mantine-color-red-7)',
  busy: 'var(--mantine-color-blue-6)',
  quiet: 'var(--mantine-color-gray-6)',
};

/** The words carry the meaning; the dot only repeats it in colour, so that text keeps its full contrast. */
export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge
      variant="default"
      tt="none"
      fw={500}
      radius="xl"
      miw="max-content"
      leftSection={<ColorSwatch component="span" color={dots[tone]} size={8} withShadow={false} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
