import { Group, Radio, Stack, Text } from '@mantine/core';
import type { LinkPlatform } from '../api/link.js';
import { explainReason } from '../format/link-reasons.js';
import { PlatformMark } from './platform-mark.js';

interface Props {
  platforms: readonly LinkPlatform[];
  value: string;
  error?: string;
  onChange: (key: string) => void;
}

export function LinkPlatformChoice({ platforms, value, error, onChange }: Props) {
  return (
    <Radio.Group label="Your accounting software" value={value} error={error} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {platforms.map((platform) => (
          <Radio.Card key={platform.key} value={platform.key} disabled={!platform.available} p="sm" aria-label={platform.name}>
            <Group wrap="nowrap">
              <Radio.Indicator disabled={!platform.available} />
              <PlatformMark name={platform.name} />
              <div>
                <Text fw={600}>{platform.name}</Text>
                {!platform.available && (
                  <Text size="sm" c="dimmed">
                    {platform.message ?? explainReason(platform.reason).what}
                  </Text>
                )}
              </div>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
