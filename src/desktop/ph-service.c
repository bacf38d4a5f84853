/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-service.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-pichoist1.h"
#include "ph-watch-mode.h"

#define ERROR_PREFIX "io.github.pichoist.Error."

struct _PhService
{
  GObject parent_instance;

  PhPichoist1 *skeleton;
  PhDesk *desk;
  PhActivity *activity;
  PhClipboardUpload *clipboard_upload;
  PhCapabilities *capabilities;
  PhConfig *config;
};

G_DEFINE_FINAL_TYPE (PhService, ph_service, G_TYPE_OBJECT)

static void
ph_service_finalize (GObject *object)
{
  PhService *service = PH_SERVICE (object);

  g_object_unref (service->skeleton);
  g_clear_object (&service->desk);
  g_clear_object (&service->activity);
  g_clear_object (&service->clipboard_upload);
  g_clear_object (&service->capabilities);
  g_clear_object (&service->config);
  G_OBJECT_CLASS (ph_service_parent_class)->finalize (object);
}

static void
ph_service_class_init (PhServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_service_finalize;
}

/* --- answers ------------------------------------------------------------------------------------
 */

/* "no-bucket" is io.github.pichoist.Error.NoBucket. */
static char *
build_error_name (const GError *error)
{
  GString *name = g_string_new (ERROR_PREFIX);
  gboolean upper = TRUE;

  for (const char *c = ph_error_get_nick (error); *c != '\0'; c++)
    {
      if (*c != '-')
        g_string_append_c (name, upper ? g_ascii_toupper (*c) : *c);
      upper = *c == '-';
    }
  return g_string_free (name, FALSE);
}

static void
answer_error (GDBusMethodInvocation *invocation, const GError *error)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;
  const char *hint;

  g_return_if_fail (error != NULL);
  name = build_error_name (error);
  hint = ph_error_get_hint (error);
  message = hint != NULL ? g_strdup_printf (_ ("%s: %s"), error->message, hint)
                         : g_strdup (error->message);
  g_dbus_method_invocation_return_dbus_error (invocation, name, message);
}

static void
insert_text (GVariantDict *dict, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    g_variant_dict_insert (dict, key, "s", valid);
}

static void
insert_picture (GVariantDict *dict, const PhJob *job)
{
  insert_text (dict, "profile", job->profile);
  insert_text (dict, "name", job->name);
  insert_text (dict, "alt", job->alt);
  insert_text (dict, "extension", job->extension);
  insert_text (dict, "mime", job->mime);
  insert_text (dict, "sha256", job->sha256);
  g_variant_dict_insert (dict, "size", "x", job->size);
  g_variant_dict_insert (dict, "width", "u", job->width);
  g_variant_dict_insert (dict, "height", "u", job->height);
}

static GVariant *
build_result (const PhOutcome *outcome, const char *link, const char *note)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "ok", "b", outcome->error == NULL);
  g_variant_dict_insert_value (&dict, "input", g_variant_new_bytestring (outcome->job->input));
  if (outcome->error != NULL)
    {
      insert_text (&dict, "error-code", ph_error_get_nick (outcome->error));
      insert_text (&dict, "error-message", outcome->error->message);
      insert_text (&dict, "error-hint", ph_error_get_hint (outcome->error));
      return g_variant_dict_end (&dict);
    }
  insert_picture (&dict, outcome->job);
  insert_text (&dict, "note", note);
  insert_text (&dict, "link", link);
  insert_text (&dict, "url", outcome->url);
  insert_text (&dict, "key", outcome->key);
  g_variant_dict_insert (&dict, "id", "x", outcome->id);
  g_variant_dict_insert (&dict, "reused", "b", outcome->reused);
  return g_variant_dict_end (&dict);
}

static GVariant *
build_results (const PhDelivery *delivery)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < delivery->outcomes->len; i++)
    g_variant_builder_add_value (
        &builder,
        build_result (delivery->outcomes->pdata[i], delivery->links->pdata[i], delivery->note));
  return g_variant_builder_end (&builder);
}

/* --- methods ------------------------------------------------------------------------------------
 */

/* What @arguments asks for; its strings live as long as it. */
static void
read_options (PhService *service, GVariant *arguments, PhOrigin origin, PhDeskOptions *options)
{
  gboolean flag = FALSE;

  *options = (PhDeskOptions){ .origin = origin, .awaited = TRUE };
  g_object_get (service->config, "copy-link", &options->copy, NULL);
  g_variant_lookup (arguments, "profile", "&s", &options->upload.profile);
  g_variant_lookup (arguments, "name", "&s", &options->upload.name);
  g_variant_lookup (arguments, "format", "&s", &options->format);
  g_variant_lookup (arguments, "expires", "u", &options->upload.expires);
  g_variant_lookup (arguments, "copy", "b", &options->copy);
  if (g_variant_lookup (arguments, "no-reuse", "b", &flag) && flag)
    options->upload.flags |= PH_JOB_NO_REUSE;
  flag = FALSE;
  if (g_variant_lookup (arguments, "any", "b", &flag) && flag)
    options->upload.flags |= PH_JOB_ANY_TYPE;
}

/* (transfer full): NULL with PH_ERROR_USAGE */
static GPtrArray *
read_inputs (GVariant *argument, const char *format, GError **error)
{
  g_autoptr (GPtrArray) inputs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  g_autoptr (PhLinkFormat) parsed = format != NULL ? ph_link_format_new (format, error) : NULL;
  GVariantIter iter;
  GVariant *child;

  if (format != NULL && parsed == NULL)
    return NULL;
  g_variant_iter_init (&iter, argument);
  while ((child = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_ptr_array_add (inputs, ph_engine_input_new (g_variant_get_bytestring (child), NULL));
      g_variant_unref (child);
    }
  return g_steal_pointer (&inputs);
}

typedef struct
{
  PhService *service;
  GDBusMethodInvocation *invocation;
} Answer;

static Answer *
answer_new (PhService *service, GDBusMethodInvocation *invocation)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->service = g_object_ref (service);
  answer->invocation = invocation;
  return answer;
}

static void
answer_free (Answer *answer)
{
  g_object_unref (answer->service);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Answer) answer = user_data;
  g_autoptr (GError) error = NULL;
  const PhDelivery *delivery = ph_desk_upload_finish (PH_DESK (source), result, &error);

  if (delivery != NULL)
    ph_pichoist1_complete_upload (answer->service->skeleton, answer->invocation,
                                  build_results (delivery));
  else
    answer_error (answer->invocation, error);
}

static gboolean
handle_upload (PhPichoist1 *skeleton, GDBusMethodInvocation *invocation, GVariant *inputs,
               GVariant *arguments, PhService *service)
{
  g_autoptr (GError) error = NULL;
  PhDeskOptions options;
  GPtrArray *read;

  read_options (service, arguments, PH_ORIGIN_BUS, &options);
  read = read_inputs (inputs, options.format, &error);
  if (read == NULL)
    answer_error (invocation, error);
  else
    ph_desk_upload_async (service->desk, read, &options, on_uploaded,
                          answer_new (service, invocation));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_clipboard_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Answer) answer = user_data;
  g_autoptr (GError) error = NULL;
  const PhDelivery *delivery
      = ph_clipboard_upload_run_finish (PH_CLIPBOARD_UPLOAD (source), result, &error);

  if (delivery != NULL)
    ph_pichoist1_complete_upload_clipboard (answer->service->skeleton, answer->invocation,
                                            build_results (delivery));
  else
    answer_error (answer->invocation, error);
}

static gboolean
handle_upload_clipboard (PhPichoist1 *skeleton, GDBusMethodInvocation *invocation,
                         GVariant *arguments, PhService *service)
{
  PhDeskOptions options;

  read_options (service, arguments, PH_ORIGIN_CLIPBOARD, &options);
  ph_clipboard_upload_run_async (service->clipboard_upload, &options, on_clipboard_uploaded,
                                 answer_new (service, invocation));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_copy (PhPichoist1 *skeleton, GDBusMethodInvocation *invocation, const char *text,
             const char *html, PhService *service)
{
  g_autoptr (GError) error = NULL;

  if (!ph_desk_copy (service->desk, text, *html != '\0' ? html : NULL))
    {
      error = ph_error_new (PH_ERROR_UNSUPPORTED, NULL,
                            _ ("this session gives no access to the clipboard"));
      answer_error (invocation, error);
    }
  else
    ph_pichoist1_complete_copy (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_get_capabilities (PhPichoist1 *skeleton, GDBusMethodInvocation *invocation,
                         PhService *service)
{
  ph_pichoist1_complete_get_capabilities (skeleton, invocation,
                                          ph_capabilities_to_variant (service->capabilities));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* --- properties and signals ---------------------------------------------------------------------
 */

static void
on_activity_changed (PhActivity *activity, PhService *service)
{
  ph_pichoist1_set_state (service->skeleton,
                          ph_activity_state_to_nick (ph_activity_get_state (activity)));
  ph_pichoist1_emit_changed (service->skeleton);
}

static void
on_config_changed (PhConfig *config, PhService *service)
{
  PhWatchMode mode;

  g_object_get (config, "watch-clipboard", &mode, NULL);
  ph_pichoist1_set_watching (service->skeleton, ph_watch_mode_to_nick (mode));
}

static void
on_delivery_ended (PhDesk *desk, const PhDelivery *delivery, PhService *service)
{
  for (guint i = 0; delivery->outcomes != NULL && i < delivery->outcomes->len; i++)
    ph_pichoist1_emit_ended (
        service->skeleton,
        build_result (delivery->outcomes->pdata[i], delivery->links->pdata[i], delivery->note));
}

static void
ph_service_init (PhService *service)
{
  service->skeleton = ph_pichoist1_skeleton_new ();
  g_signal_connect_object (service->skeleton, "handle-upload", G_CALLBACK (handle_upload), service,
                           0);
  g_signal_connect_object (service->skeleton, "handle-upload-clipboard",
                           G_CALLBACK (handle_upload_clipboard), service, 0);
  g_signal_connect_object (service->skeleton, "handle-copy", G_CALLBACK (handle_copy), service, 0);
  g_signal_connect_object (service->skeleton, "handle-get-capabilities",
                           G_CALLBACK (handle_get_capabilities), service, 0);
}

PhService *
ph_service_new (void)
{
  return g_object_new (PH_TYPE_SERVICE, NULL);
}

void
ph_service_start (PhService *service, PhDesk *desk, PhActivity *activity,
                  PhClipboardUpload *clipboard_upload, PhCapabilities *capabilities,
                  PhConfig *config)
{
  service->desk = g_object_ref (desk);
  service->activity = g_object_ref (activity);
  service->clipboard_upload = g_object_ref (clipboard_upload);
  service->capabilities = g_object_ref (capabilities);
  service->config = g_object_ref (config);
  g_signal_connect_object (activity, "changed", G_CALLBACK (on_activity_changed), service, 0);
  g_signal_connect_object (desk, "ended", G_CALLBACK (on_delivery_ended), service, 0);
  g_signal_connect_object (config, "changed", G_CALLBACK (on_config_changed), service, 0);
  on_activity_changed (activity, service);
  on_config_changed (config, service);
}

gboolean
ph_service_export (PhService *service, GDBusConnection *connection, const char *path,
                   GError **error)
{
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (service->skeleton),
                                           connection, path, error);
}

void
ph_service_unexport (PhService *service)
{
  if (g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (service->skeleton))
      != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (service->skeleton));
}
