/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-field-label.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *key, *label;
} Label;

/* Taken by what stands beside them: a, c, h, n, and s. */
static const Label of_destination[] = {
  { "provider", N_ ("Provi_der") },
  { "account-id", N_ ("Account _ID") },
  { "jurisdiction", N_ ("_Jurisdiction") },
  { "endpoint", N_ ("_Endpoint") },
  { "region", N_ ("_Region") },
  { "bucket", N_ ("_Bucket") },
  { "addressing", N_ ("Addressin_g") },
  { "folder", N_ ("_Folder") },
  { "public-url", N_ ("_Public URL") },
  { "key-template", N_ ("_Key template") },
  { "access-key-id", N_ ("Access ke_y ID") },
  { "acl", N_ ("AC_L") },
  { "private", N_ ("Pri_vate") },
  { "cache-control", N_ ("Cache-C_ontrol") },
  { "url-suffix", N_ ("_URL suffix") },
  { "link-format", N_ ("Link for_mat") },
  { "proxy", N_ ("Pro_xy") },
  { "ca-file", N_ ("CA _file") }, /* where there is no folder */
  { "tls-verify", N_ ("Check cer_tificates") },
};

/* d, k, n and w are taken. */
static const Label of_network[] = {
  { "proxy", N_ ("Pro_xy") },
  { "ca-file", N_ ("CA _file") },
  { "tls-verify", N_ ("Check cer_tificates") },
  { "connect-timeout", N_ ("_Connection time-out (seconds)") },
  { "stall-timeout", N_ ("_Stall time-out (seconds)") },
};

static const Label of_general[] = {
  /* Beside them: f and k. */
  { "ask-name", N_ ("_Ask for names") },
  { "keep-location", N_ ("Keep the _location") },

  { "watch-clipboard", N_ ("_Watch the clipboard") },
  { "hotkey-clipboard", N_ ("_Upload the clipboard") },
  { "hotkey-screenshot", N_ ("_Take a screenshot") },
  { "hotkey-drop-zone", N_ ("Show the _drop zone") },
  { "screenshot-command", N_ ("_Screenshot command") },
  { "remove-screenshot", N_ ("_Remove the file") },
};

static const char *
find (const Label *labels, gsize n_labels, const char *key)
{
  for (gsize i = 0; i < n_labels; i++)
    if (g_str_equal (labels[i].key, key))
      return _ (labels[i].label);
  return NULL;
}

const char *
ph_field_label_of_destination (const char *key)
{
  return find (of_destination, G_N_ELEMENTS (of_destination), key);
}

const char *
ph_field_label_of_network (const char *key)
{
  return find (of_network, G_N_ELEMENTS (of_network), key);
}

const char *
ph_field_label_of_general (const char *key)
{
  return find (of_general, G_N_ELEMENTS (of_general), key);
}
