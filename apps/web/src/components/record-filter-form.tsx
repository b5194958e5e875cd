import { Button, Group, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { filterExamples } from '../format/record-columns.js';

interface Props {
  dataType: string;
  filter: string;
  error: string | null;
  onFilter: (filter: string) => void;
}

/** Takes the API's own query language, so that a filter tried here can be pasted into a program. */
export function RecordFilterForm({ dataType, filter, error, onFilter }: Props) {
  const [typed, setTyped] = useState(filter);
  const clear = () => {
    setTyped('');
    onFilter('');
  };
  return (
    <form
      role="search"
      aria-label="Filter records"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(typed.trim());
      }}
    >
      <Group align="flex-start" gap="xs">
        <TextInput
          aria-label="Filter"
          placeholder={`Filter, e.g. ${filterExamples[dataType] ?? 'name~office'}`}
          flex="1 1 16rem"
          maw={560}
          maxLength={2048}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          error={error}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconFilter size={16} aria-hidden />}
        />
        <Button type="submit" variant="default">
          Filter
        </Button>
        {filter !== '' && (
          <Button variant="subtle" onClick={clear}>
            Clear
          </Button>
        )}
      </Group>
    </form>
  );
}
