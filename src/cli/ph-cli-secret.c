/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-secret-store.h"

/* Longer is no secret but a wrong file. */
#define SECRET_MAX 4096

static gboolean
finish (char *buffer, gsize length, char **secret, GError **error)
{
  if (length > SECRET_MAX)
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("check that it is the right file"),
                    _ ("this is too long for a secret"));
      return FALSE;
    }
  if (memchr (buffer, '\0', length) != NULL)
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("check that it is the right file"),
                    _ ("a secret holds no NUL bytes"));
      return FALSE;
    }
  if (length > 0 && buffer[length - 1] == '\n')
    length--;
  if (length > 0 && buffer[length - 1] == '\r')
    length--;
  if (length == 0)
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("give the secret access key"),
                    _ ("the secret is empty"));
      return FALSE;
    }
  *secret = g_strndup (buffer, length);
  return TRUE;
}

static PhCliSecretResult
read_descriptor (int fd, char **secret, GError **error)
{
  char buffer[SECRET_MAX + 2];
  gsize length = 0;
  gboolean ok;

  while (length < sizeof buffer)
    {
      gssize got = read (fd, buffer + length, sizeof buffer - length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("the secret can't be read: %s"),
                        g_strerror (errno));
          return PH_CLI_SECRET_FAILED;
        }
      if (got == 0)
        break;
      length += (gsize) got;
    }
  ok = finish (buffer, length, secret, error);
  explicit_bzero (buffer, sizeof buffer);
  return ok ? PH_CLI_SECRET_GIVEN : PH_CLI_SECRET_FAILED;
}

static PhCliSecretResult
read_file (const char *file, char **secret, GError **error)
{
  int fd = open (file, O_RDONLY | O_CLOEXEC);
  PhCliSecretResult result;

  if (fd < 0)
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("check the name and the permissions"),
                    _ ("the file with the secret can't be opened: %s"), g_strerror (errno));
      return PH_CLI_SECRET_FAILED;
    }
  result = read_descriptor (fd, secret, error);
  close (fd);
  return result;
}

/* The signals that end or stop a program wait until the terminal echoes again. */
static void
fill_signals (sigset_t *set)
{
  sigemptyset (set);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGTERM);
  sigaddset (set, SIGHUP);
  sigaddset (set, SIGQUIT);
  sigaddset (set, SIGTSTP);
}

/* One line, typed without echo.  With ISIG off Ctrl-C arrives as a character. */
static gssize
read_line (int fd, char *buffer, gsize size)
{
  gsize length = 0;

  while (length < size)
    {
      char c;
      gssize got = read (fd, &c, 1);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0 || c == 3)
        return -1;
      if (got == 0 || c == '\n')
        break;
      buffer[length++] = c;
    }
  return (gssize) length;
}

static PhCliSecretResult
read_terminal (const char *prompt, char **secret, GError **error)
{
  char buffer[SECRET_MAX + 2];
  struct termios before, silent;
  sigset_t blocked, old;
  gssize length;
  gboolean ok = FALSE;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return PH_CLI_SECRET_NONE;
  fill_signals (&blocked);
  sigprocmask (SIG_BLOCK, &blocked, &old);
  silent = before;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL | ISIG);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  fputs (prompt, stderr);
  fflush (stderr);
  length = read_line (STDIN_FILENO, buffer, sizeof buffer);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  fputc ('\n', stderr);
  sigprocmask (SIG_SETMASK, &old, NULL);
  if (length < 0)
    ph_error_set (error, PH_ERROR_CANCELLED, NULL, _ ("stopped"));
  else
    ok = finish (buffer, (gsize) length, secret, error);
  explicit_bzero (buffer, sizeof buffer);
  return ok ? PH_CLI_SECRET_GIVEN : PH_CLI_SECRET_FAILED;
}

PhCliSecretResult
ph_cli_secret_read (gboolean from_stdin, const char *file, const char *prompt, char **secret,
                    GError **error)
{
  if (from_stdin)
    return read_descriptor (STDIN_FILENO, secret, error);
  if (file != NULL)
    return read_file (file, secret, error);
  if (isatty (STDIN_FILENO))
    return read_terminal (prompt, secret, error);
  return PH_CLI_SECRET_NONE;
}
