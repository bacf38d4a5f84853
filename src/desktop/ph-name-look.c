/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-name-look.h"

#include <string.h>

#include "ph-display-name.h"
#include "ph-input.h"
#include "ph-key-template.h"
#include "ph-picture-link.h"
#include "ph-picture-location.h"
#include "ph-target.h"
#include "ph-thumbnail.h"

void
ph_name_look_free (PhNameLook *look)
{
  g_clear_object (&look->thumbnail);
  g_free (look->name);
  g_free (look->extension);
  g_free (look);
}

typedef struct
{
  GPtrArray *inputs;
  gboolean keep_location;
} Work;

static void
work_free (Work *work)
{
  g_ptr_array_unref (work->inputs);
  g_free (work);
}

static void
look_at_content (PhNameLook *look, PhContent *content, gboolean keep_location)
{
  g_autoptr (PhContent) sent = NULL;
  PhPicture picture;

  look->thumbnail = ph_thumbnail_new (content);
  if (!ph_picture_probe (content, FALSE, &picture, NULL))
    return;
  sent = keep_location ? ph_content_ref (content)
                       : ph_picture_location_remove (content, picture.mime);
  look->is_here = ph_digest_compute (sent, 0, -1, PH_DIGEST_SHA256 | PH_DIGEST_MD5 | PH_DIGEST_SHA1,
                                     &look->digest, NULL, NULL);
  look->mime = picture.mime;
  look->extension = ph_picture_dup_extension (&picture, look->name);
  look->size = ph_content_get_size (sent);
  look->width = picture.width;
  look->height = picture.height;
}

static PhNameLook *
look_at (const PhEngineInput *input, gboolean keep_location)
{
  PhNameLook *look = g_new0 (PhNameLook, 1);
  g_autoptr (PhJob) job
      = input->bytes == NULL ? ph_input_new_job (input->input, "", NULL, NULL) : NULL;
  g_autoptr (PhContent) content = NULL;

  look->name = g_strdup (job != NULL ? job->name : input->input);
  if (input->bytes != NULL)
    content = ph_content_new_for_bytes (input->bytes);
  else if (job != NULL && job->path != NULL)
    content = ph_content_open (job->path, NULL);
  if (content != NULL)
    look_at_content (look, content, keep_location);
  return look;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GPtrArray *looks = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_name_look_free);

  for (guint i = 0; i < work->inputs->len && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (looks, look_at (work->inputs->pdata[i], work->keep_location));
  g_task_return_pointer (task, looks, (GDestroyNotify) g_ptr_array_unref);
}

void
ph_name_look_async (GPtrArray *inputs, gboolean keep_location, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->inputs = g_ptr_array_ref (inputs);
  work->keep_location = keep_location;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, look_in_thread);
}

GPtrArray *
ph_name_look_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static char *
build_key (const PhNameLook *look, PhProfile *profile, const char *name)
{
  const char *pattern = ph_profile_get_text (profile, "key-template");
  g_autoptr (PhKeyTemplate) template
      = ph_key_template_new (pattern != NULL ? pattern : PH_KEY_TEMPLATE_DEFAULT, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const PhKeyValues values = {
    .time = now,
    .file_name = name,
    .extension = look->extension,
    .folder = "",
    .digest = look->digest,
    .width = look->width,
    .height = look->height,
    .counter = 1,
  };

  return template != NULL ? ph_key_template_expand (template, &values, NULL) : NULL;
}

char *
ph_name_look_build_link (const PhNameLook *look, PhConfig *config, const char *profile,
                         const char *name)
{
  PhProfile *settings = ph_config_get_profile (config, profile, NULL);
  g_autoptr (PhTarget) target = settings != NULL ? ph_target_new (settings, NULL) : NULL;
  g_autofree char *key = target != NULL && look->is_here ? build_key (look, settings, name) : NULL;
  g_autofree char *url
      = key != NULL && !target->is_private ? ph_target_build_public_url (target, key) : NULL;
  const char *own = ph_display_name_get_extension (name);
  g_autofree char *alt
      = *own != '\0' ? g_strndup (name, (gsize) (own - 1 - name)) : g_strdup (name);
  g_autoptr (PhLinkFormat) format = NULL;

  if (url == NULL)
    return NULL;
  format = ph_picture_link_new_safe_format (config, ph_profile_get_name (settings));
  return ph_link_format_expand (format, &(PhLinkValues){
                                            .url = url,
                                            .name = name,
                                            .alt = alt,
                                            .extension = look->extension,
                                            .key = key,
                                            .mime = look->mime,
                                            .size = look->size,
                                            .width = look->width,
                                            .height = look->height,
                                        });
}
