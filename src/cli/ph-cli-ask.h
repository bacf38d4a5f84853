/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* ph_cli_ask:
 * @question: with "[y/N] " at its end
 * @nobody: what to say where there is no terminal to ask on
 *
 * PH_EXIT_OK after a yes, PH_EXIT_FAILED after anything else, PH_EXIT_USAGE where nobody could be
 * asked. */
int ph_cli_ask (const char *question, const char *nobody);

/* Says on stderr, where standard input is a terminal, that something is read from there and how its
 * end is told: nobody is to wait for a program that waits for them.
 * @message: translated; the whole of it */
void ph_cli_ask_announce_stdin (const char *message);
