import { Avatar } from '@mantine/core';

/** A neutral letter mark: the platform's artwork is its trademark and stays out of this repository. */
export function PlatformMark({ name, size = 36 }: { name: string; size?: number }) {
  return (
    <Avatar aria-hidden radius="md" size={size} variant="filled" color="bridge">
      {name.slice(0, 1).toUpperCase()}
    </Avatar>
  );
}
