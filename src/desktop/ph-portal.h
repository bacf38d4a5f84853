/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One interface of xdg-desktop-portal, on a connection of its own: from 1.21 on portals want to
 * know who asks before anything else is asked on a connection.  A portal that starts anew is told
 * anew.  Source: xdg-desktop-portal, org.freedesktop.host.portal.Registry.
 *
 * Signals:
 *   "changed" (): ph_portal_get_version () has
 *   "signal" (const char *name, GVariant *parameters): the interface's own signal */

#define PH_TYPE_PORTAL (ph_portal_get_type ())
G_DECLARE_FINAL_TYPE (PhPortal, ph_portal, PH, PORTAL, GObject)

/* @app_id: as the desktop entry is called */
PhPortal *ph_portal_new (const char *app_id, const char *interface);

/* 0: there is no portal, or nothing stands behind the interface. */
guint ph_portal_get_version (PhPortal *portal);

/* A "handle_token" that no other call has.  (transfer full) */
char *ph_portal_build_token (void);

/* Calls a method that a person may have to answer; one at a time.
 * @token: the "handle_token" in @parameters
 * @parameters: (transfer floating) */
void ph_portal_ask_async (PhPortal *portal, const char *method, const char *token,
                          GVariant *parameters, GAsyncReadyCallback callback, gpointer user_data);
/* The results, a{sv}.  (transfer full).  Errors: PH_ERROR_CANCELLED: by the person; PH_ERROR_FAILED
 * where the portal can't or has gone. */
GVariant *ph_portal_ask_finish (PhPortal *portal, GAsyncResult *result, GError **error);

/* Calls a method that answers nothing.  @parameters: (transfer floating) */
void ph_portal_call (PhPortal *portal, const char *method, GVariant *parameters);

/* Ends the session of that path.  Nothing is answered. */
void ph_portal_close_session (PhPortal *portal, const char *path);

G_END_DECLS
