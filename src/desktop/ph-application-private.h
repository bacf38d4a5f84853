/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-activity.h"
#include "ph-announcer.h"
#include "ph-application.h"
#include "ph-asker.h"
#include "ph-capabilities.h"
#include "ph-clipboard-upload.h"
#include "ph-clipboard-watcher.h"
#include "ph-config-watch.h"
#include "ph-desk.h"
#include "ph-drop-zone.h"
#include "ph-folder-watch.h"
#include "ph-hotkeys.h"
#include "ph-screenshot.h"
#include "ph-service.h"
#include "ph-tray.h"

G_BEGIN_DECLS

/* How the application's own files share its parts.  Nobody else includes this. */
typedef struct _PhApplicationWindows PhApplicationWindows;

struct _PhApplication
{
  GtkApplication parent_instance;

  PhService *service;

  /* From startup to shutdown. */
  PhCapabilities *capabilities;
  PhConfig *config;
  PhEngine *engine;
  PhConfigWatch *config_watch;
  PhClipboard *clipboard; /* (nullable) */
  PhDesk *desk;
  PhActivity *activity;
  PhClipboardUpload *clipboard_upload;
  PhClipboardWindow *clipboard_window; /* (nullable): where nothing else gives it to us */
  PhClipboardWatcher *watcher;         /* (nullable): without a clipboard */
  PhHotkeys *hotkeys;
  PhScreenshot *screenshot;
  PhDrop *drop;
  PhFolderWatch *folder_watch;
  PhDropZone *drop_zone; /* (nullable): until it is wanted; the application owns it */
  PhTray *tray;
  PhApplicationWindows *windows;
  PhNotifier *notifier;
  PhAsker *asker;
  PhAnnouncer *announcer;
  guint last_question; /* the number of its tag */

  gboolean is_quiet; /* until it has been activated once: no window by itself */
  gboolean leaving;
};

/* ph-application-actions.c */
void ph_application_add_actions (PhApplication *application);

/* ph-application-clipboard.c: (nullable) (transfer full) */
PhClipboard *ph_application_open_clipboard (void);
/* Once there is all that it needs. */
void ph_application_start_clipboard (PhApplication *application);
/* When the main loop has ended: our link is to outlive us. */
void ph_application_end_clipboard (PhApplication *application);

/* ph-application-sources.c: with their actions */
void ph_application_start_sources (PhApplication *application);
void ph_application_end_sources (PhApplication *application);
/* Makes a window of ours a drop target. */
void ph_application_accept_drops (PhApplication *application, GtkWidget *window);

/* ph-application-notifications.c: once there are sources */
void ph_application_start_notifications (PhApplication *application);
/* Nothing more is said, and what is shown is closed. */
void ph_application_silence (PhApplication *application);
void ph_application_end_notifications (PhApplication *application);

/* ph-application-hotkeys.c: once there are actions */
void ph_application_start_hotkeys (PhApplication *application);

/* ph-application-windows.c: with their actions, once the other parts are there */
void ph_application_start_windows (PhApplication *application);
void ph_application_end_windows (PhApplication *application);

/* ph-application-command-line.c */
void ph_application_add_options (PhApplication *application);
/* GApplicationClass::handle_local_options */
int ph_application_handle_local_options (GApplication *base, GVariantDict *options);

/* Ends the program: uploads under way go on next time. */
void ph_application_leave (PhApplication *application);

G_END_DECLS
