import { Alert, Box, Button, Center, Paper, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiError } from '../api/http.js';
import { queryClient, sessionKey } from '../api/query-client.js';
import { signIn } from '../api/session.js';
import { BrandMark } from '../components/brand-mark.js';
import { PageHeading } from '../components/page-heading.js';

/** Only a path of this site: anything else in `next` could send a signed-in person to a stranger's page. */
const ownPath = (next: string | null): string => (next !== null && /^\/(?![/\\])/.test(next) ? next : '/companies');

function explain(error: Error): string {
  if (!(error instanceof ApiError)) return 'Something went wrong. Try again.';
  return error.status === 401 ? 'The e-mail or the password is not right.' : error.message;
}

export function SignInScreen() {
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const password = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? 'Enter your e-mail address' : null),
      password: (value) => (value === '' ? 'Enter your password' : null),
    },
  });
  const attempt = useMutation({
    mutationFn: (values: { email: string; password: string }) => signIn(values.email.trim(), values.password),
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(sessionKey, session);
      return navigate(ownPath(parameters.get('next')), { replace: true });
    },
    onError: () => {
      form.setFieldValue('password', '');
      password.current?.focus();
    },
  });
  return (
    <Box className="link-page">
      <Center component="main" mih="100dvh" p="md">
        <Paper withBorder p="xl" w="100%" maw={400}>
          <form
            noValidate
            onSubmit={form.onSubmit(
              (values) => attempt.mutate(values),
              (errors) => form.getInputNode(errors.email ? 'email' : 'password')?.focus(),
            )}
          >
            <Stack>
              <BrandMark />
              <PageHeading title="Sign in" />
              {attempt.isError && (
                <Alert role="alert" color="red" variant="default" title="You are not signed in">
                  {explain(attempt.error)}
                </Alert>
              )}
              <TextInput
                label="E-mail"
                type="email"
                autoComplete="username"
                autoFocus
                key={form.key('email')}
                {...form.getInputProps('email')}
              />
              <PasswordInput
                label="Password"
                autoComplete="current-password"
                ref={password}
                visibilityToggleFocusable
                visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what you typed' }}
                key={form.key('password')}
                {...form.getInputProps('password')}
              />
              <Button type="submit" loading={attempt.isPending} fullWidth>
                Sign in
              </Button>
            </Stack>
          </form>
        </Paper>
      </Center>
    </Box>
  );
}
