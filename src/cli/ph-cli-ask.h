/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* ph_cli_ask:
 * @question: with "[y/N] " at its end
 * @nobody: what to say where there is no terminal to ask on
 *
 * PH_EXIT_OK after a yes, PH_EXIT_FAILED after anything else, PH_EXIT_USAGE where nobody could be
 * asked. */
int ph_cli_ask (const char *question, const char *nobody);
