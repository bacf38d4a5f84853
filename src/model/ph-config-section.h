/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One group of config.ini and the object whose properties it holds: what was read, what was wrong
 * in it, and what has changed since. */

typedef struct _PhConfigSection PhConfigSection;

/* @object: not referenced; it lives longer than the section.
 * @keys: (transfer none): its settings; they live as long */
PhConfigSection *ph_config_section_new (const char *group, GObject *object,
                                        const char *const *keys);
void ph_config_section_free (PhConfigSection *section);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhConfigSection, ph_config_section_free)

/* Gives the object what @file has; keys that it lacks get their defaults, bad ones keep what they
 * have.
 * @path: of the file, for messages.  @warnings: (element-type utf8): gets what looks like a slip:
 * misspelt keys, and secrets, which are never read from there */
void ph_config_section_load (PhConfigSection *section, GKeyFile *file, const char *path,
                             GPtrArray *warnings);

/* Takes over what @other had read, for an object that replaces its object. */
void ph_config_section_adopt (PhConfigSection *section, PhConfigSection *other);

/* The first value that is wrong and has not been set since: names file, group and key.
 * (nullable) (transfer none) */
const GError *ph_config_section_get_error (PhConfigSection *section);

/* The same for @key alone. */
const GError *ph_config_section_get_key_error (PhConfigSection *section, const char *key);

/* What the file has for @key, whatever has been set since; NULL where it has nothing.  (nullable)
 * (transfer none) */
const char *ph_config_section_get_saved (PhConfigSection *section, const char *key);

/* Writes what was changed into @file (everything, where it has no such group).  Returns whether
 * anything was. */
gboolean ph_config_section_apply (PhConfigSection *section, GKeyFile *file);

G_END_DECLS
