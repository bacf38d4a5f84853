/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-credentials.h"

#include <string.h>

#include "ph-error.h"

#define R2_KEY "0123456789abcdef0123456789abcdef"
#define R2_SECRET "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define AWS_KEY "AKIAIOSFODNN7EXAMPLE"
#define AWS_SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
/* Made up; each byte that people lost elsewhere. */
#define ODD_SECRET "ab/cd+ef/gh+ij=kl%41 mn\"op\\\\qr#st"

/* @complaint: a piece of the message; NULL: nothing is wrong */
static const struct
{
  PhProvider provider;
  const char *key;
  const char *secret;
  const char *token;
  const char *complaint;
} cases[] = {
  { PH_PROVIDER_R2, R2_KEY, R2_SECRET, NULL, NULL },
  { PH_PROVIDER_R2, R2_KEY, R2_SECRET, "token", NULL },
  { PH_PROVIDER_S3, AWS_KEY, AWS_SECRET, NULL, NULL },
  { PH_PROVIDER_OTHER, "any", ODD_SECRET, NULL, NULL },
  { PH_PROVIDER_R2, R2_SECRET, R2_KEY, NULL, "changed places" },
  { PH_PROVIDER_S3, AWS_SECRET, AWS_KEY, NULL, "changed places" },
  { PH_PROVIDER_OSS, "x9Y", "LTAI4Fexample", NULL, "changed places" },
  { PH_PROVIDER_R2, "0123456789abcdef", R2_SECRET, NULL, "16 characters instead of 32" },
  { PH_PROVIDER_R2, R2_KEY, "0123456789abcdef", NULL, "16 characters instead of 64" },
  { PH_PROVIDER_R2, "z123456789abcdef0123456789abcdef", R2_SECRET, NULL, "hexadecimal" },
  { PH_PROVIDER_R2, R2_KEY, "cfut_0123456789", NULL, "Cloudflare API token" },
  { PH_PROVIDER_R2, "cfat_0123456789", R2_SECRET, NULL, "Cloudflare API token" },
  { PH_PROVIDER_S3, " " AWS_KEY, AWS_SECRET, NULL, "access key ID begins or ends" },
  { PH_PROVIDER_S3, AWS_KEY, AWS_SECRET "\n", NULL, "secret access key begins or ends" },
  { PH_PROVIDER_S3, AWS_KEY, AWS_SECRET "\r", NULL, "secret access key begins or ends" },
  { PH_PROVIDER_S3, AWS_KEY, "abc\ndef", NULL, "control character" },
  { PH_PROVIDER_S3, "\"" AWS_KEY "\"", AWS_SECRET, NULL, "quotes" },
  { PH_PROVIDER_S3, AWS_KEY, "'" AWS_SECRET "'", NULL, "quotes" },
  { PH_PROVIDER_S3, "", AWS_SECRET, NULL, "access key ID is empty" },
  { PH_PROVIDER_S3, NULL, AWS_SECRET, NULL, "access key ID is empty" },
  { PH_PROVIDER_S3, AWS_KEY, "", NULL, "secret access key is empty" },
  { PH_PROVIDER_UPYUN, "operator", "secret", "token", "session token" },
};

static void
test_check (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhCredentials) credentials
          = ph_credentials_new (cases[i].key, cases[i].secret, cases[i].token);
      g_autoptr (GError) error = NULL;
      gboolean fine = ph_credentials_check (credentials, ph_preset_get (cases[i].provider), &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      if (cases[i].complaint == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (fine);
          continue;
        }
      g_assert_false (fine);
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, cases[i].complaint));
      g_assert_nonnull (ph_error_get_hint (error));
      /* Neither half is repeated: the one may be the other. */
      if (*cases[i].secret != '\0')
        g_assert_null (strstr (error->message, cases[i].secret));
      if (cases[i].key != NULL && *cases[i].key != '\0')
        g_assert_null (strstr (error->message, cases[i].key));
    }
}

/* What can be told of one half before the other is there. */
static void
test_halves (void)
{
  static const struct
  {
    PhProvider provider;
    gboolean is_secret;
    const char *text;
    const char *complaint;
  } halves[] = {
    { PH_PROVIDER_R2, FALSE, R2_KEY, NULL },
    { PH_PROVIDER_R2, FALSE, "0123456789ABCDEF0123456789ABCDEF", NULL },
    { PH_PROVIDER_R2, FALSE, "0123456789abcdef", "16 characters instead of 32" },
    { PH_PROVIDER_R2, FALSE, R2_KEY "0", "33 characters instead of 32" },
    { PH_PROVIDER_R2, FALSE, "z123456789abcdef0123456789abcdef", "hexadecimal" },
    { PH_PROVIDER_R2, FALSE, R2_SECRET, "changed places" },
    { PH_PROVIDER_R2, FALSE, "cfat_0123456789", "Cloudflare API token" },
    { PH_PROVIDER_R2, FALSE, "\"" R2_KEY "\"", "quotes" },
    { PH_PROVIDER_S3, FALSE, AWS_KEY, NULL },
    { PH_PROVIDER_S3, FALSE, AWS_KEY "\n", "line end" },
    { PH_PROVIDER_OTHER, FALSE, "x", NULL },
    { PH_PROVIDER_R2, TRUE, R2_SECRET, NULL },
    { PH_PROVIDER_R2, TRUE, R2_KEY, "changed places" },
    { PH_PROVIDER_R2, TRUE, "0123456789abcdef", "16 characters instead of 64" },
    { PH_PROVIDER_R2, TRUE, R2_SECRET " ", "begins or ends" },
    { PH_PROVIDER_R2, TRUE, "cfut_0123456789", "Cloudflare API token" },
    { PH_PROVIDER_S3, TRUE, AWS_KEY, "changed places" },
    { PH_PROVIDER_OTHER, TRUE, ODD_SECRET, NULL },
    { PH_PROVIDER_OTHER, TRUE, "'" ODD_SECRET "'", "quotes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      const PhPreset *preset = ph_preset_get (halves[i].provider);
      g_autoptr (GError) error = NULL;
      gboolean fine = halves[i].is_secret
                          ? ph_credentials_check_secret (halves[i].text, preset, &error)
                          : ph_credentials_check_access_key_id (halves[i].text, preset, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (fine, ==, halves[i].complaint == NULL);
      if (fine)
        continue;
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, halves[i].complaint));
      g_assert_null (strstr (error->message, halves[i].text));
      g_assert_null (strstr (ph_error_get_hint (error), halves[i].text));
    }
}

static void
test_bytes_survive (void)
{
  g_autoptr (PhCredentials) credentials = ph_credentials_new ("k", ODD_SECRET, NULL);
  PhCredentials *second = ph_credentials_ref (credentials);

  g_assert_cmpstr (ph_credentials_get_secret (second), ==, ODD_SECRET);
  g_assert_cmpstr (ph_credentials_get_access_key_id (second), ==, "k");
  g_assert_null (ph_credentials_get_session_token (second));
  ph_credentials_unref (second);
  g_assert_cmpstr (ph_credentials_get_secret (credentials), ==, ODD_SECRET);
}

static void
set_variable (const char *name, const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

/* @complaint: NULL: complete, "": none at all */
static void
test_environment (void)
{
  static const struct
  {
    const char *key;
    const char *secret;
    const char *token;
    const char *complaint;
  } settings[] = {
    { "id", ODD_SECRET, NULL, NULL },
    { "id", ODD_SECRET, "", NULL },
    { "id", ODD_SECRET, "token", NULL },
    { NULL, NULL, NULL, "" },
    { "", "", "", "" },
    { "id", NULL, NULL, "PICHOIST_ACCESS_KEY_ID is set, but PICHOIST_SECRET_ACCESS_KEY is not" },
    { "id", "", "token", "PICHOIST_ACCESS_KEY_ID is set, but PICHOIST_SECRET_ACCESS_KEY is not" },
    { NULL, ODD_SECRET, NULL,
      "PICHOIST_SECRET_ACCESS_KEY is set, but PICHOIST_ACCESS_KEY_ID is not" },
    { "", ODD_SECRET, NULL,
      "PICHOIST_SECRET_ACCESS_KEY is set, but PICHOIST_ACCESS_KEY_ID is not" },
    { NULL, NULL, "token", "PICHOIST_SESSION_TOKEN is set, but PICHOIST_ACCESS_KEY_ID is not" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PhCredentials) credentials = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      set_variable ("PICHOIST_ACCESS_KEY_ID", settings[i].key);
      set_variable ("PICHOIST_SECRET_ACCESS_KEY", settings[i].secret);
      set_variable ("PICHOIST_SESSION_TOKEN", settings[i].token);
      credentials = ph_credentials_new_from_environment (&error);
      if (settings[i].complaint == NULL)
        {
          const char *token = settings[i].token;

          g_assert_no_error (error);
          g_assert_cmpstr (ph_credentials_get_access_key_id (credentials), ==, "id");
          g_assert_cmpstr (ph_credentials_get_secret (credentials), ==, ODD_SECRET);
          g_assert_cmpstr (ph_credentials_get_session_token (credentials), ==,
                           token != NULL && *token != '\0' ? token : NULL);
          continue;
        }
      g_assert_null (credentials);
      if (*settings[i].complaint == '\0')
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, PH_ERROR, PH_ERROR_SECRET);
          g_assert_cmpstr (error->message, ==, settings[i].complaint);
        }
    }
}

static void
test_mask (void)
{
  static const struct
  {
    const char *key;
    const char *masked;
  } masks[] = {
    { AWS_KEY, "AKIA…MPLE" },
    { "12345678", "12…78" },
    { "1234", "1…4" },
    { "123", "…" },
    { "", "…" },
    { "图图图图图图", "…" },
    { R2_KEY, "0123…cdef" },
    { "1234567890ab", "123…0ab" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autofree char *masked = ph_credentials_mask (masks[i].key);

      g_assert_cmpstr (masked, ==, masks[i].masked);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credentials/check", test_check);
  g_test_add_func ("/credentials/halves", test_halves);
  g_test_add_func ("/credentials/bytes-survive", test_bytes_survive);
  g_test_add_func ("/credentials/environment", test_environment);
  g_test_add_func ("/credentials/mask", test_mask);
  return g_test_run ();
}
