/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-bucket-name.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
/* RFC 1035, 2.3.4: a bucket in the host name is a part of one. */
#define HOST_PART_MAX 63

/* Amazon's rule until 2018, in us-east-1 alone. */
static const PhBucketRule old_rule = PH_BUCKET_RULE_LENIENT;

static gboolean
may_be_old (const PhPreset *preset, const char *region)
{
  return preset->old_bucket_region != NULL && g_strcmp0 (preset->old_bucket_region, region) == 0;
}

static PhBucketRule
choose_rule (const PhPreset *preset, const char *region, gboolean path_style)
{
  PhBucketRule rule = path_style && may_be_old (preset, region) ? old_rule : preset->bucket_rule;

  if (path_style)
    return rule;
  rule.max = MIN (rule.max, HOST_PART_MAX);
  rule.capitals = FALSE;
  rule.underscore = FALSE;
  return rule;
}

/* "a-z, 0-9, “-” and “.”", and all of them. */
static const char *
describe_characters (const PhBucketRule *rule)
{
  if (rule->underscore)
    return _ ("letters, digits, “-”, “.” and “_”");
  if (rule->capitals)
    return _ ("letters, digits and “-”");
  return rule->dot ? _ ("a-z, 0-9, “-” and “.”") : _ ("a-z, 0-9 and “-”");
}

static gboolean
has_right_characters (const char *name, const PhBucketRule *rule)
{
  g_autofree char *allowed = g_strconcat (LETTERS DIGITS "-", rule->capitals ? CAPITALS : "",
                                          rule->dot ? "." : "", rule->underscore ? "_" : "", NULL);

  return strspn (name, allowed) == strlen (name);
}

static char *
find_fault (const char *name, const PhPreset *preset, const PhBucketRule *rule)
{
  gsize length = strlen (name);

  if (g_hostname_is_ip_address (name))
    return g_strdup (_ ("no bucket can have the form of an IP address"));
  if (!has_right_characters (name, rule))
    return g_strdup_printf (_ ("names of buckets are of %s alone at %s; copy it from there"),
                            describe_characters (rule), _ (preset->title));
  if (length < rule->min || length > rule->max)
    return g_strdup_printf (
        _ ("its length is %u, and that of buckets' names at %s %u to %u; copy it from there"),
        (guint) length, _ (preset->title), rule->min, rule->max);
  if (!g_ascii_isalnum (name[0]) || !g_ascii_isalnum (name[length - 1]))
    return g_strdup (_ ("names of buckets begin and end with a letter or a digit"));
  if (strstr (name, "..") != NULL)
    return g_strdup (_ ("names of buckets can't have two dots side by side"));
  return NULL;
}

/* The same with capitals told from what is wrong otherwise. */
static char *
find_fault_or_capitals (const char *name, const PhPreset *preset, const PhBucketRule *rule)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  char *fault = find_fault (rule->capitals ? name : lower, preset, rule);

  if (fault == NULL && !rule->capitals && !g_str_equal (name, lower))
    return g_strdup_printf (_ ("names of buckets have no capitals: write %s"), lower);
  return fault;
}

char *
ph_bucket_name_find_fault (const char *name, const PhPreset *preset, const char *region,
                           gboolean path_style)
{
  const PhBucketRule rule = choose_rule (preset, region, path_style);
  g_autofree char *fault = find_fault_or_capitals (name, preset, &rule);
  g_autofree char *old_fault = find_fault (name, preset, &old_rule);

  if (fault != NULL && !path_style && may_be_old (preset, region) && old_fault == NULL)
    return g_strdup_printf (_ ("%s (an old bucket that is really called so needs addressing=path)"),
                            fault);
  return g_steal_pointer (&fault);
}
