/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "ph-error.h"

/* Longer is no secret but a wrong file. */
#define SECRET_MAX_BYTES 4096

/* --- bytes --- */

static PhCliSecretResult
fail (GError **error, const char *what)
{
  ph_error_set (error, PH_ERROR_USAGE, _ ("give the secret alone, in one line"), "%s", what);
  return PH_CLI_SECRET_FAILED;
}

/* @buffer has @length bytes and has to be wiped by the caller. */
static PhCliSecretResult
take (const char *buffer, gsize length, char **secret, GError **error)
{
  if (length > SECRET_MAX_BYTES)
    return fail (error, _ ("this is too long for a secret"));
  if (memchr (buffer, '\0', length) != NULL)
    return fail (error, _ ("a secret holds no NUL bytes"));
  if (length > 0 && buffer[length - 1] == '\n')
    length--;
  if (length == 0)
    return fail (error, _ ("the secret is empty"));
  *secret = g_strndup (buffer, length);
  return PH_CLI_SECRET_GIVEN;
}

static PhCliSecretResult
read_descriptor (int fd, const char *name, char **secret, GError **error)
{
  char buffer[SECRET_MAX_BYTES + 1];
  gsize length = 0;
  gssize got = 1;
  PhCliSecretResult result;

  while (got > 0 && length < sizeof buffer)
    {
      got = TEMP_FAILURE_RETRY (read (fd, buffer + length, sizeof buffer - length));
      if (got < 0)
        {
          ph_error_set (error, PH_ERROR_USAGE, _ ("check that it is the right file"),
                        _ ("%s can't be read: %s"), name, g_strerror (errno));
          return PH_CLI_SECRET_FAILED;
        }
      length += (gsize) got;
    }
  result = take (buffer, length, secret, error);
  explicit_bzero (buffer, sizeof buffer);
  return result;
}

static PhCliSecretResult
read_file (const char *file, char **secret, GError **error)
{
  int fd = open (file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  PhCliSecretResult result;

  if (fd < 0)
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("check its name and permissions"),
                    _ ("%s can't be read: %s"), file, g_strerror (errno));
      return PH_CLI_SECRET_FAILED;
    }
  result = read_descriptor (fd, file, secret, error);
  close (fd);
  return result;
}

/* --- terminal --- */

/* Signals that would leave the terminal without echo; each waits until it echoes again. */
static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

static volatile sig_atomic_t caught;

static void
on_signal (int number)
{
  caught = number;
}

typedef struct
{
  struct termios echoing;
  struct sigaction actions[G_N_ELEMENTS (ending_signals)];
  sigset_t mask; /* as it was; the signals come through while the terminal is waited for alone */
} Terminal;

static void
switch_echo_off (const Terminal *terminal)
{
  struct termios silent = terminal->echoing;

  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
}

static gboolean
terminal_begin (Terminal *terminal)
{
  struct sigaction action = { .sa_handler = on_signal };
  sigset_t waiting;

  if (tcgetattr (STDIN_FILENO, &terminal->echoing) != 0)
    return FALSE;
  sigemptyset (&waiting);
  for (guint i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    sigaddset (&waiting, ending_signals[i]);
  sigprocmask (SIG_BLOCK, &waiting, &terminal->mask);
  sigemptyset (&action.sa_mask);
  caught = 0;
  for (guint i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    sigaction (ending_signals[i], &action, &terminal->actions[i]);
  switch_echo_off (terminal);
  return TRUE;
}

static void
terminal_end (const Terminal *terminal)
{
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &terminal->echoing);
  fputc ('\n', stderr);
  for (guint i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    sigaction (ending_signals[i], &terminal->actions[i], NULL);
  sigprocmask (SIG_SETMASK, &terminal->mask, NULL);
}

/* Ctrl-Z: the shell gets its echo back for as long as it has the terminal. */
static void
pause_program (const Terminal *terminal, const char *prompt)
{
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &terminal->echoing);
  fputc ('\n', stderr);
  raise (SIGSTOP);
  caught = 0;
  switch_echo_off (terminal);
  fputs (prompt, stderr);
}

/* Bytes of the line, its newline included where it has one; -1 after a signal or an error. */
static gssize
read_line (const Terminal *terminal, const char *prompt, char *buffer, gsize size)
{
  gsize length = 0;

  while (length < size)
    {
      struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
      gssize got = -1;

      if (ppoll (&input, 1, NULL, &terminal->mask) > 0)
        got = read (STDIN_FILENO, buffer + length, size - length);
      if (got < 0 && caught == SIGTSTP)
        pause_program (terminal, prompt);
      else if (got < 0 && (errno != EINTR || caught != 0))
        return -1;
      if (got == 0)
        break;
      length += got > 0 ? (gsize) got : 0;
      if (length > 0 && buffer[length - 1] == '\n')
        break;
    }
  return (gssize) length;
}

static PhCliSecretResult
read_terminal (const char *prompt, char **secret, GError **error)
{
  char buffer[SECRET_MAX_BYTES + 1];
  PhCliSecretResult result = PH_CLI_SECRET_FAILED;
  Terminal terminal;
  gssize length;

  if (!terminal_begin (&terminal))
    return PH_CLI_SECRET_NONE;
  fputs (prompt, stderr);
  length = read_line (&terminal, prompt, buffer, sizeof buffer);
  terminal_end (&terminal);
  /* Any other end than Ctrl-C is taken as if nothing had been in its way. */
  if (length < 0 && caught != 0 && caught != SIGINT)
    raise (caught);
  if (length < 0)
    ph_error_set (error, PH_ERROR_CANCELLED, NULL, _ ("stopped; nothing was changed"));
  else if (length == 0 || (length == 1 && buffer[0] == '\n'))
    result = PH_CLI_SECRET_NONE;
  else
    result = take (buffer, (gsize) length, secret, error);
  explicit_bzero (buffer, sizeof buffer);
  return result;
}

PhCliSecretResult
ph_cli_secret_read (gboolean from_stdin, const char *file, const char *prompt, char **secret,
                    GError **error)
{
  PhCliSecretResult result = PH_CLI_SECRET_NONE;

  *secret = NULL;
  if (from_stdin && !isatty (STDIN_FILENO))
    return read_descriptor (STDIN_FILENO, _ ("standard input"), secret, error);
  if (!from_stdin && file != NULL)
    return read_file (file, secret, error);
  if (isatty (STDIN_FILENO))
    result = read_terminal (prompt, secret, error);
  /* The option says that there is one. */
  if (result == PH_CLI_SECRET_NONE && from_stdin)
    return take ("", 0, secret, error);
  return result;
}
