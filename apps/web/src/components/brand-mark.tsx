import { Group, Image, Text } from '@mantine/core';
import mark from '../favicon.svg';

/** An operator that nobody has named yet is called like the product. */
export const productName = 'Ledgerbridge';

export function BrandMark() {
  return (
    <Group gap={8} wrap="nowrap">
      <Image src={mark} alt="" w={26} h={26} />
      <Text fw={650} style={{ whiteSpace: 'nowrap' }}>{productName}</Text>
    </Group>
  );
}
