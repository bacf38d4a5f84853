/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-session.h"

#include "ph-cli.h"
#include "ph-picture-link.h"

struct _PhCliSession
{
  PhConfig *config;
  PhDatabase *database;
  PhHttp *http;
  PhProcessLock *lock;
  PhUploader *uploader;
  PhPlaces *places;
};

PhCliSession *
ph_cli_session_new (void)
{
  return g_new0 (PhCliSession, 1);
}

void
ph_cli_session_free (PhCliSession *session)
{
  g_clear_pointer (&session->places, ph_places_free);
  g_clear_object (&session->uploader);
  g_clear_object (&session->http);
  g_clear_object (&session->database);
  g_clear_object (&session->config);
  g_clear_pointer (&session->lock, ph_process_lock_free);
  g_free (session);
}

static void
print_warnings (const char *const *warnings)
{
  for (; *warnings != NULL; warnings++)
    ph_cli_report ("%s", *warnings);
}

PhConfig *
ph_cli_session_get_config (PhCliSession *session, GError **error)
{
  g_autofree char *dir = NULL;

  if (session->config != NULL)
    return session->config;
  dir = ph_config_dup_dir ();
  session->config = ph_config_load (dir, error);
  if (session->config != NULL)
    print_warnings (ph_config_get_warnings (session->config));
  return session->config;
}

PhDatabase *
ph_cli_session_get_database (PhCliSession *session, GError **error)
{
  g_autofree char *dir = NULL;

  if (session->database != NULL)
    return session->database;
  dir = ph_config_dup_data_dir ();
  session->database = ph_database_open (dir, error);
  if (session->database != NULL)
    print_warnings (ph_database_get_warnings (session->database));
  return session->database;
}

PhProcessLock *
ph_cli_session_get_lock (PhCliSession *session, GError **error)
{
  PhDatabase *database = ph_cli_session_get_database (session, error);

  if (database != NULL && session->lock == NULL)
    session->lock = ph_process_lock_new (ph_database_get_dir (database), error);
  return session->lock;
}

PhHttp *
ph_cli_session_get_http (PhCliSession *session)
{
  if (session->http == NULL)
    session->http = ph_http_new ();
  return session->http;
}

PhPlaces *
ph_cli_session_get_places (PhCliSession *session, GError **error)
{
  PhConfig *config = ph_cli_session_get_config (session, error);

  if (config != NULL && session->places == NULL)
    session->places = ph_places_new (config);
  return session->places;
}

PhUploader *
ph_cli_session_get_uploader (PhCliSession *session, GError **error)
{
  PhConfig *config;

  if (session->uploader != NULL)
    return session->uploader;
  config = ph_cli_session_get_config (session, error);
  if (config == NULL || ph_cli_session_get_lock (session, error) == NULL)
    return NULL;
  session->uploader = ph_uploader_new (config, session->database, ph_cli_session_get_http (session),
                                       session->lock);
  return session->uploader;
}

PhLinkFormat *
ph_cli_session_new_format (PhCliSession *session, const char *profile, GError **error)
{
  PhConfig *config = ph_cli_session_get_config (session, error);

  return config != NULL ? ph_picture_link_new_format (config, profile, error) : NULL;
}
