/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What works in this session, and why not where it doesn't: `pichoist status`, and notes in the
 * settings window.  Each part says so of itself, whenever it finds out.
 *
 * Signals:
 *   "changed" (const char *): the capability of that name */

typedef enum
{
  PH_CAPABILITY_TRAY,
  PH_CAPABILITY_WATCHING,
  PH_CAPABILITY_HOTKEY,
  PH_CAPABILITY_DROP,
  PH_CAPABILITY_SCREENSHOT,
  PH_CAPABILITY_NOTIFICATIONS,
  PH_CAPABILITY_SERVER,
  PH_N_CAPABILITIES
} PhCapability;

typedef enum
{
  PH_CAPABILITY_NO,
  PH_CAPABILITY_LIMITED,
  PH_CAPABILITY_YES,
} PhCapabilityState;

#define PH_TYPE_CAPABILITIES (ph_capabilities_get_type ())
G_DECLARE_FINAL_TYPE (PhCapabilities, ph_capabilities, PH, CAPABILITIES, GObject)

/* Everything is "no" until somebody says otherwise. */
PhCapabilities *ph_capabilities_new (void);

/* @reason: (nullable): a sentence for a person, without a full stop */
void ph_capabilities_set (PhCapabilities *capabilities, PhCapability capability,
                          PhCapabilityState state, const char *reason);
PhCapabilityState ph_capabilities_get (PhCapabilities *capabilities, PhCapability capability,
                                       const char **reason);

/* As a(sss): name, "yes", "no" or "limited", reason ("" for none).  (transfer floating) */
GVariant *ph_capabilities_to_variant (PhCapabilities *capabilities);

G_END_DECLS
