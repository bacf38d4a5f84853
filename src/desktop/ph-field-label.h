/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The labels of settings in forms: the nick of the setting's GParamSpec, with an underscore before
 * the letter that takes to the field.  The nick itself stands in messages and is what a screen
 * reader says, so that it can't have one.
 *
 * What is shown at once has a letter each; so have the buttons beside it.  NULL for a setting that
 * has none: its label is its nick. */

/* Of a PhProfile, where a destination is made or changed.  It has more fields than there are
 * letters: numbers, which hardly anybody changes, have none. */
const char *ph_field_label_of_destination (const char *key);

/* Of a PhProfile, where only the network is. */
const char *ph_field_label_of_network (const char *key);

/* Of a PhConfig. */
const char *ph_field_label_of_general (const char *key);

G_END_DECLS
